import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demuxOggFile } from '../src/audio/ogg.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('npm start -- --demo clones the sample and says two sentences', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-start-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, '--demo', folder], {
    env: { ...process.env, CONSONANT_MASTER_KEY: randomBytes(32).toString('base64') },
  });
  assert.deepEqual((await readdir(folder)).sort(), ['first.ogg', 'second.ogg']);
  for (const name of ['first.ogg', 'second.ogg']) {
    const { isComplete, durationSeconds } = demuxOggFile(await readFile(join(folder, name)));
    assert.ok(isComplete, name);
    assert.ok(durationSeconds > 2 && durationSeconds < 12, `${name}: ${durationSeconds} s`);
  }
  assert.match(
    stderr,
    /starting the engine mynah.* s\n.*cloning .*voice-message\.ogg.* s\n.*first\.ogg.* s\n.*second\.ogg.* s\n/,
  );
  assert.match(stdout, /Heard 23 s of .*voice-message\.ogg/);
  assert.match(stdout, /npm run consonant -- clone --reference me\.ogg/);
});
