/** Program: `npm start` as an operator starts it: a real process with a configuration and a token, and the loopback Discord before it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { soon } from '../../engine/support.ts';
import type { DiscordServer } from '../../servers/discord/discord-server.ts';

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

export interface ProgramOptions {
  readonly discord: DiscordServer;
  readonly folder: string;
  /** Lines of YAML beside those that every test needs. */
  readonly settings?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface Program {
  readonly child: ChildProcess;
  /** Everything that was written to stdout and stderr. */
  output(): string;
  /** Its code, whenever that is. */
  readonly exit: Promise<number | null>;
  /** Its code, which is to come soon. */
  ended(): Promise<number | null>;
}

export function createFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-program-'));
  mkdirSync(join(folder, 'keys'), { mode: 0o700 });
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function startProgram(context: TestContext, { discord, folder, settings = '', environment }: ProgramOptions): Program {
  const file = join(folder, 'consonant.yaml');
  writeFileSync(
    file,
    `engine: { id: tone, warm: false }
log: { file: ${join(folder, 'log')} }
discord: { apiUrl: "${discord.apiUrl}", mediaHosts: ["${discord.host}"]${settings ? `, ${settings}` : ''} }
`,
  );
  const { CONSONANT_MASTER_KEY: _, DISCORD_TOKEN: __, TELEGRAM_TOKEN: ___, ...inherited } = process.env;
  const env = {
    ...inherited,
    CONSONANT_DATA_FOLDER: join(folder, 'data'),
    CONSONANT_DATA_KEY_FILE: join(folder, 'keys', 'master.key'),
    DISCORD_TOKEN: discord.app.token,
    ...environment,
  };
  const child = spawn(process.execPath, [main, '--config', file], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { child, output: () => output, exit, ended: () => soon(exit, `the end of the program, which said: ${output}`) };
}
