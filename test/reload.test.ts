/** What SIGHUP does to the program that runs. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { soon } from './engine/support.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('SIGHUP begins anew with settings that are right, and goes on with the old ones otherwise', async context => {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-reload-'));
  const file = join(folder, 'consonant.yaml');
  const write = (people: string) =>
    writeFileSync(
      file,
      `data: { folder: ${join(folder, 'data')}, keyFile: ${join(folder, 'keys', 'key')} }\n` +
        `engine: { id: tone, warm: false }\nlog: { file: ${join(folder, 'log')} }\nplayground: { start: always, port: 0, people: ${people} }\n`,
    );
  write('[Ada]');
  const { DISCORD_TOKEN: _, TELEGRAM_TOKEN: __, ...env } = process.env;
  const child = spawn(process.execPath, [program, '--config', file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let printed = '';
  let wake = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      wake.resolve();
    });
  }
  async function waitFor(pattern: RegExp): Promise<string> {
    for (;;) {
      wake = Promise.withResolvers();
      const match = pattern.exec(printed);
      if (match) {
        printed = printed.slice(match.index + match[0].length);
        return match[1] ?? match[0];
      }
      await wake.promise;
    }
  }
  const address = () => soon(waitFor(/(http:\S+)/), 'the address of the page');
  const peopleAt = async (url: string) => {
    const cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!;
    const world = (await (await fetch(new URL('/api/world', url), { headers: { cookie } })).json()) as {
      people: { shown: string }[];
    };
    return world.people.map(({ shown }) => shown);
  };

  const first = await address();
  assert.deepEqual(await peopleAt(first), ['Ada']);

  write('nobody');
  child.kill('SIGHUP');
  assert.match(await soon(waitFor(/Not reloaded: (.*)\n/), 'the complaint'), /playground\.people is "nobody"/);
  assert.deepEqual(await peopleAt(first), ['Ada']);

  write('[Bob, Cleo]');
  child.kill('SIGHUP');
  assert.deepEqual(await peopleAt(await address()), ['Bob', 'Cleo']);

  const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  assert.equal(await soon(exited, 'the end'), 0);
});
