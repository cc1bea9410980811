import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './consonant.ts';

const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs `consonant console` on lines, in a folder of its own, its master key included. */
async function converse(folder: string, lines: readonly string[]) {
  const words = ['console', '--engine', 'tone', '--no-warm', '--data', 'd', '--out', 'o'];
  const environment = { ...process.env, XDG_CONFIG_HOME: join(folder, 'keys') };
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: environment });
  child.stdin.end(lines.map(line => `${line}\n`).join(''));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
}

test('a dialogue from a pipe is answered, and the next start knows the voices of the one before', async context => {
  const folder = await temporaryFolder(context);
  const first = await converse(folder, ['/design female name:Robin', '/say Hello there', 'what?', 'quit', '/say never']);
  assert.equal(first.exitCode, 0, first.stderr);
  assert.match(first.stderr, /master key lies in/);
  assert.match(first.stdout, /AI voice “Robin”, invented, requested by ada\n {2}\(voice note, [\d.]+ s: o\/2-note\.ogg\)/);
  assert.match(first.stdout, /no line that the console understands[\s\S]*Good-bye/);
  const second = await converse(folder, ['/voices', '/say Hello again']);
  assert.match(second.stdout, /· Robin \(en, invented\) \(usual\)/);
  assert.deepEqual((await readdir(join(folder, 'o'))).sort(), ['1-note.ogg', '2-note.ogg', '3-note.ogg']);
});
