import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Shard, ShardEvents, ShardingManager } from 'discord.js';
import type { Log } from '../../../log.ts';

/**
 * Supervise: one process for each part of the servers, started one after another, since Discord wants some seconds between them. One that
 * dies comes back, after growing pauses; when one says that its settings are wrong, all end. They end with this process, whatever ends it:
 * each notices that the channel to it is closed.
 */
export interface SuperviseOptions {
  /** What each runs, with the same words as this process. */
  readonly program: string;
  readonly words: readonly string[];
  readonly count: number;
  readonly token: string;
  /** Each has a folder of its own in it. */
  readonly dataFolder: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly limits?: Partial<SuperviseLimits>;
}

export const superviseDefaults = {
  pauseSeconds: 5.5,
  readySeconds: 180,
  firstRespawnSeconds: 1,
  longestRespawnSeconds: 60,
  /** Without having been ready in between. */
  failures: 10,
  /** For all of them, from the wish to end; then they are killed. */
  endSeconds: 30,
} as const;

/** What a program with wrong settings exits with (src/cli/failure.ts): to start it again is no use. */
const wrongSettings = 2;

type SuperviseLimits = { readonly [Name in keyof typeof superviseDefaults]: number };

/** Resolves with the exit code: 0 when `signal` ended it. */
export async function superviseShards(options: SuperviseOptions): Promise<number> {
  const { count, log } = options;
  const limits: SuperviseLimits = { ...superviseDefaults, ...options.limits };
  const manager = new ShardingManager(options.program, {
    totalShards: count,
    token: options.token,
    respawn: false,
    shardArgs: [...options.words],
    execArgv: process.execArgv,
  });
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const ends: Promise<number>[] = [];
  for (let id = 0; id < count && !signal.aborted; id++) {
    const shard = manager.createShard(id);
    adapt(shard, options.dataFolder);
    const ready = Promise.withResolvers<void>();
    const end = keepAlive(shard, { limits, signal, log, onReady: ready.resolve });
    ends.push(end.finally(() => over.abort()));
    await Promise.race([ready.promise, end, pause(limits.readySeconds, signal)]);
    if (id < count - 1) await pause(limits.pauseSeconds, signal);
  }
  return Math.max(...(await Promise.all(ends)));
}

/** Its own data; no second Telegram; the token only as discord.js hands it over. */
function adapt({ env, id }: Shard, dataFolder: string): void {
  const environment = env as Record<string, string | undefined>;
  environment.CONSONANT_DATA_FOLDER = join(dataFolder, `shard-${id}`);
  delete environment.DISCORD_TOKEN_FILE;
  if (id === 0) return;
  delete environment.TELEGRAM_TOKEN;
  delete environment.TELEGRAM_TOKEN_FILE;
}

interface KeepAliveOptions {
  readonly limits: SuperviseLimits;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly onReady: () => void;
}

/** Resolves when it has ended for good, with an exit code. */
async function keepAlive(shard: Shard, { limits, signal, log, onReady }: KeepAliveOptions): Promise<number> {
  let failures = 0;
  shard.on(ShardEvents.Ready, () => {
    failures = 0;
    onReady();
  });
  while (!signal.aborted) {
    const child = (await shard.spawn(-1)) as ChildProcess;
    const code = await exitOf(child, { signal, endSeconds: limits.endSeconds });
    if (signal.aborted) break;
    log.warn('shard-died', { id: `${shard.id}`, code: `${code}` });
    if (code === wrongSettings) return wrongSettings;
    if (++failures >= limits.failures) return 1;
    const pauseSeconds = Math.min(limits.longestRespawnSeconds, limits.firstRespawnSeconds * 2 ** (failures - 1));
    await pause(pauseSeconds, signal);
  }
  return 0;
}

/** Asks it to end when `signal` aborts. */
async function exitOf(
  child: ChildProcess,
  { signal, endSeconds }: { readonly signal: AbortSignal; readonly endSeconds: number },
): Promise<number | null> {
  const exit = Promise.withResolvers<number | null>();
  child.once('exit', code => exit.resolve(code));
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    if (child.connected) child.disconnect();
    killer = setTimeout(() => child.kill('SIGKILL'), endSeconds * 1000);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await exit.promise;
  } finally {
    clearTimeout(killer);
    signal.removeEventListener('abort', end);
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
}
