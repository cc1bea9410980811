import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { loadLibrary } from '../../../../src/bots/discord/voice/library.ts';
import { tryEncryption } from '../../../../src/bots/discord/voice/warm-up.ts';
import { createWorld } from './world.ts';

const run = promisify(execFile);

/** A process in which the native code of end-to-end encryption cannot be found, as on a machine that it was not made for. */
const withoutDavey = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '@snazzah/davey') throw new Error('Cannot find native binding.');
      return next(specifier, context);
    },
  });
  const { createLive } = await import('./src/bots/discord/voice/create-live.ts');
  const { EventEmitter } = await import('node:events');
  const lines = [];
  const write = (event, { error } = {}) => lines.push([event, error?.code]);
  const log = { info: write, warn: write, error: write, child: () => log };
  const live = createLive({ client: new EventEmitter(), log, onEvent() {} });
  await live.warmUp();
  const error = await live.playbackIn('100', '900').join('discord:400').catch(error => error);
  await live.close();
  console.log(JSON.stringify({ code: error.code, message: error.message, lines }));
`;

test('where end-to-end encryption cannot be loaded, the program runs and says so to who asks', async () => {
  const cwd = join(import.meta.dirname, '../../../..');
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', withoutDavey], { cwd });
  const { code, message, lines } = JSON.parse(stdout);
  assert.equal(code, 'live-encryption-missing');
  assert.match(message, /cannot be loaded.*doctor/);
  assert.deepEqual(lines, [['voice-warm-up', 'live-encryption-missing']]);
});

test('what every packet needs is there, and warming up says nothing', async context => {
  await tryEncryption(await loadLibrary());
  const { live, logged } = await createWorld(context);
  await live.warmUp();
  assert.deepEqual(logged, []);
});
