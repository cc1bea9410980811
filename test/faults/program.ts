/** Program: `consonant console` as a person meets it: a real process, its lines, its exit code; with the engine that needs no model. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { soon } from '../engine/support.ts';

export const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Place {
  readonly folder: string;
  readonly data: string;
  /** Where the configuration of the user lies, and so the master key. */
  readonly configuration: string;
  readonly keyFile: string;
}

export interface End {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  /** Types a line. */
  type(line: string): void;
  /** Resolves when what was printed since the last call matches. */
  printed(pattern: RegExp): Promise<string>;
  readonly end: Promise<End>;
}

/** The context of a test, or the hook `after` for all tests of a file. */
export interface Cleanup {
  after(undo: () => void): void;
}

/** A folder of its own, gone when the test is over. */
export function createPlace(context: Cleanup): Place {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-faults-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const configuration = join(folder, 'configuration');
  const keyFile = join(configuration, 'consonant', 'master.key');
  return { folder, data: join(folder, 'data'), configuration, keyFile };
}

/** A place as another one is now, while nothing runs there. */
export function copyPlace(context: Cleanup, from: Place): Place {
  const place = createPlace(context);
  cpSync(from.folder, place.folder, { recursive: true });
  return place;
}

export interface StartOptions {
  /** A command and its words ahead of the program, such as ["setpriv", "--reuid", "65534"]. */
  readonly before?: readonly string[];
  readonly words?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export function startConsole(context: Cleanup, place: Place, options: StartOptions = {}): Program {
  const { before = [], words = ['console', '--engine', 'tone'], environment } = options;
  const [name, ...others] = words;
  const own = name === 'console' ? ['--no-warm', '--out', join(place.folder, 'out')] : [];
  const [command, ...rest] = [...before, process.execPath, program, name!, ...own, ...others, '--data', place.data];
  const { CONSONANT_MASTER_KEY: _, ...inherited } = process.env;
  const env = { ...inherited, XDG_CONFIG_HOME: place.configuration, ...environment };
  const child = spawn(command!, rest, { cwd: place.folder, env });
  context.after(() => void child.kill('SIGKILL'));
  const read = { stdout: '', stderr: '' };
  let seen = 0;
  let changed = Promise.withResolvers<void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      read[name] += text;
      changed.resolve();
    });
  }
  child.stdin.on('error', () => {}); // a program that has ended reads nothing more
  const end = new Promise<End>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', exitCode => resolve({ exitCode, ...read }));
  });
  const over = end.then(({ exitCode, stderr }) => {
    throw new Error(`The program ended with ${exitCode}: ${stderr}`);
  });
  over.catch(() => {});

  async function waitFor(pattern: RegExp): Promise<string> {
    for (;;) {
      changed = Promise.withResolvers();
      const text = read.stdout.slice(seen);
      const match = pattern.exec(text);
      if (match) {
        seen += match.index + match[0].length;
        return match[0];
      }
      await Promise.race([changed.promise, over]);
    }
  }

  return {
    child,
    type: line => void child.stdin.write(`${line}\n`),
    printed: pattern => soon(waitFor(pattern), `${pattern}`),
    end: soon(end, 'the end of the program'),
  };
}

/** Starts, types, and waits for the end. */
export async function runConsole(
  context: Cleanup,
  place: Place,
  { lines = [], ...options }: StartOptions & { readonly lines?: readonly string[] } = {},
): Promise<End> {
  const running = startConsole(context, place, options);
  running.child.stdin.end(`${[...lines, 'quit'].join('\n')}\n`);
  return running.end;
}

/** Every byte of every file below. */
export function bytesIn(folder: string): Buffer {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Buffer.concat(paths.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

/** Processes that this one has started, by /proc. */
export function childrenOf(processId: number): number[] {
  const path = `/proc/${processId}/task/${processId}/children`;
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number);
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}
