/** Helpers: the real command line in a real process, in a folder of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const sampleMessage = inRepository('samples/voice-message.ogg');
export const sampleTranscript = inRepository('samples/voice-message.txt');

const program = inRepository('src/cli/main.ts');

/** Another instance for each file of tests; the key file of whoever runs them is not touched. */
const withKey = { ...process.env, CONSONANT_MASTER_KEY: randomBytes(32).toString('base64') };

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

export interface RunOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts `consonant ...words` with `folder` as its working directory. */
export function startConsonant(words: readonly string[], { folder, environment = withKey }: RunOptions): Running {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      read[name] += text;
    });
  }
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', exitCode => resolve({ exitCode, ...read }));
  });
  return { child, outcome };
}

export function consonant(words: readonly string[], options: RunOptions): Promise<Outcome> {
  return startConsonant(words, options).outcome;
}

/** Runs with --json; the exit code must be 0. */
export async function consonantJson<T>(words: readonly string[], options: RunOptions): Promise<T> {
  const { exitCode, stdout, stderr } = await consonant([...words, '--json'], options);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as T;
}

/** A new folder, gone when the test is over. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-cli-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new folder for all tests of a file, gone when they are over. Call it outside of tests and hooks. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-cli-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Names of all files below, hidden ones included. */
export async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
