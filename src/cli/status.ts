import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { Refusal } from '../errors.ts';
import type { CliCommand, Result, Session } from './command.ts';

interface Options {
  readonly url: string;
  readonly watch?: boolean;
}

/** What /status of src/operation/server.ts tells. */
interface Status {
  readonly upSeconds: number;
  readonly engine: { readonly id: string; readonly ready: boolean; readonly restarts: number };
  readonly bots: readonly { readonly platform: string; readonly isUp: boolean; readonly voiceConnections: number }[];
  readonly jobs: readonly { readonly state: string; readonly form: string }[];
  readonly openRequests: number;
  readonly memoryBytes: number;
}

const defaultUrl = 'http://127.0.0.1:9464';
const everyMs = 1_000;
const timeoutMs = 5_000;

export const status: CliCommand = {
  name: 'status',
  summary: 'show how a running Consonant is: bots, engine, jobs',
  details:
    'Asks the program that runs with operation.port in its configuration. With --watch it shows a view that changes every second, until Ctrl-C; one below the other where that is no terminal. ' +
    'The exit code is 2 when nothing answers, or when a bot or the engine is not up.',
  examples: ['status', 'status --watch', 'status --url http://127.0.0.1:9464 --json'],

  declare(command) {
    command.option('--url <address>', 'of the operation server', defaultUrl).option('--watch', 'go on, once a second');
  },

  async run(command: Command, session: Session): Promise<Result> {
    const { url, watch } = command.opts<Options>();
    if (watch) await watchStatus(url, session.signal);
    const now = await readStatus(url, AbortSignal.timeout(timeoutMs));
    const isWell = now.engine.ready && now.bots.every(bot => bot.isUp);
    return { text: viewOf(now), json: now, exitCode: isWell ? 0 : 2 };
  },
};

/** Until somebody stops it, with which the command ends; a program that does not answer meanwhile is shown as such. */
async function watchStatus(url: string, signal: AbortSignal): Promise<never> {
  for (;;) {
    signal.throwIfAborted();
    const text = await readStatus(url, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])).then(
      viewOf,
      error => `${error.message}`,
    );
    process.stdout.write(process.stdout.isTTY ? `\x1b[H\x1b[2J${text}\n` : `${text}\n\n`);
    await setTimeout(everyMs, undefined, { signal }).catch(() => {});
  }
}

async function readStatus(url: string, signal: AbortSignal): Promise<Status> {
  try {
    const response = await fetch(new URL('/status', url), { signal });
    if (response.ok) return (await response.json()) as Status;
  } catch {
    // Told below, whatever it was.
  }
  throw new Refusal(
    'status-silent',
    `Nothing answers at ${url}. Start Consonant with operation.port in its configuration, or give its address with --url.`,
    { values: { url } },
  );
}

function viewOf({ upSeconds, engine, bots, jobs, openRequests, memoryBytes }: Status): string {
  const count = (state: string) => jobs.filter(job => job.state === state).length;
  const rows: readonly (readonly [string, string])[] = [
    ...bots.map(({ platform, isUp, voiceConnections }) => {
      const channels = voiceConnections > 0 ? `, in ${counted(voiceConnections, 'voice channel')}` : '';
      return [platform, `${isUp ? 'up' : 'DOWN'}${channels}`] as const;
    }),
    ['engine', `${engine.id}, ${engine.ready ? 'ready' : 'NOT READY'}, ${counted(engine.restarts, 'restart')}`],
    ['jobs', `${count('running')} running, ${count('queued')} waiting`],
    ['requests', `${openRequests} open`],
    ['memory', `${Math.round(memoryBytes / 1e6)} MB`],
    ['up', duration(upSeconds)],
  ];
  return rows.map(([name, text]) => `${name.padEnd(12)}${text}`).join('\n');
}

function duration(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return `${days > 0 ? `${days} d ` : ''}${hours} h ${minutes} min`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
