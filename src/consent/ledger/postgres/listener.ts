import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Connecting, clientConfig, type PostgresSettings } from './settings.ts';

/** Listener: the connection on which Postgres tells of commits. It comes back by itself when it is lost, and then says that there may be news. */
export interface Listener {
  watch(listener: () => void): void;
  close(): Promise<void>;
}

export const channel = 'consonant_ledger';

/** How long the end of a connection may take that perhaps nobody answers any more. */
const goodbyeMs = 1_000;

export function createListener(connecting: Connecting, settings: PostgresSettings): Listener {
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function keepListening(tell: () => void): Promise<void> {
    const { signal } = closing;
    let pauseMs = settings.shortestPauseMs;
    while (!signal.aborted) {
      const listened = await listenOnce(connecting, { tell, heartbeatMs: settings.heartbeatMs, signal });
      pauseMs = listened ? settings.shortestPauseMs : Math.min(pauseMs * 2, settings.longestPauseMs);
      await pause(pauseMs, signal);
    }
  }

  return {
    watch(listener) {
      running = keepListening(listener);
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

interface Listening {
  readonly tell: () => void;
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

/** Until the connection is lost or the signal aborts; whether it ever listened. Never rejects. */
async function listenOnce(connecting: Connecting, { tell, heartbeatMs, signal }: Listening): Promise<boolean> {
  const client = new pg.Client(clientConfig(connecting));
  const { promise: over, resolve: stop } = Promise.withResolvers<void>();
  client.on('error', () => stop());
  client.on('end', () => stop());
  client.on('notification', tell);
  const onAbort = () => stop();
  signal.addEventListener('abort', onAbort);
  let heartbeat: NodeJS.Timeout | undefined;
  let listened = false;
  const listen = async () => {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    listened = true;
    heartbeat = setInterval(() => client.query('SELECT 1').then(tell, stop), heartbeatMs).unref();
    tell(); // what came while nobody listened
  };
  listen().catch(stop);
  await over;
  clearInterval(heartbeat);
  signal.removeEventListener('abort', onAbort);
  await within(goodbyeMs, client.end());
  return listened;
}

async function within(durationMs: number, ending: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const settled = ending.catch(() => undefined).then(() => ended.abort());
  await Promise.race([settled, pause(durationMs, ended.signal)]);
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch(() => undefined);
}
