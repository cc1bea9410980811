import assert from 'node:assert/strict';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { reserveOutput } from '../../src/cli/output.ts';
import { Refusal } from '../../src/errors.ts';
import { filesIn, temporaryFolder } from './consonant.ts';

const bytes = Buffer.from('spoken');

test('an output appears when it is committed, and nothing else stays', async context => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'a.ogg');
  {
    await using output = await reserveOutput(path, { extensions: ['.ogg'], mode: 0o600 });
    await assert.rejects(stat(path), { code: 'ENOENT' });
    await output.commit(bytes);
  }
  assert.deepEqual(await filesIn(folder), ['a.ogg']);
  assert.deepEqual(await readFile(path), bytes);
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('an output that is not committed leaves what was there before', async context => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'a.ogg');
  await writeFile(path, 'before');
  await assert.rejects(async () => {
    await using _output = await reserveOutput(path);
    assert.equal((await filesIn(folder)).length, 2);
    throw new Error('work failed');
  }, /work failed/);
  assert.deepEqual(await filesIn(folder), ['a.ogg']);
  assert.equal(await readFile(path, 'utf8'), 'before');
});

test('an output that exists is replaced, also through a link', async context => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'real.ogg'), 'before');
  await symlink('real.ogg', join(folder, 'link.ogg'));
  {
    await using output = await reserveOutput(join(folder, 'link.ogg'));
    await output.commit(bytes);
  }
  assert.deepEqual(await filesIn(folder), ['link.ogg', 'real.ogg']);
  assert.deepEqual(await readFile(join(folder, 'real.ogg')), bytes);
});

test('an output is committed once', async context => {
  const folder = await temporaryFolder(context);
  await using output = await reserveOutput(join(folder, 'a.ogg'));
  await output.commit(bytes);
  await assert.rejects(output.commit(bytes), /committed twice/);
});

const refused: readonly { what: string; path: string; code: string; extensions?: string[] }[] = [
  { what: 'another ending', path: 'a.mp3', code: 'output-extension', extensions: ['.ogg', '.wav'] },
  { what: 'no ending', path: 'a', code: 'output-extension', extensions: ['.ogg'] },
  { what: 'a folder', path: 'folder', code: 'output-is-folder' },
  { what: 'a folder that is not there', path: 'nowhere/a.ogg', code: 'output-unwritable' },
  { what: 'a folder that is a file', path: 'input.ogg/a.ogg', code: 'output-unwritable' },
  { what: 'a name that is too long', path: `${'a'.repeat(300)}.ogg`, code: 'output-unwritable' },
  { what: 'one of the inputs', path: 'input.ogg', code: 'output-is-input' },
  { what: 'a link to one of the inputs', path: 'link.ogg', code: 'output-is-input' },
];

for (const { what, path, code, extensions } of refused) {
  test(`an output is refused: ${what}`, async context => {
    const folder = await temporaryFolder(context);
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'input.ogg'), 'sound');
    await symlink('input.ogg', join(folder, 'link.ogg'));
    const before = await filesIn(folder);
    await assert.rejects(reserveOutput(join(folder, path), { extensions, inputs: [join(folder, 'input.ogg')] }), error => {
      assert.ok(error instanceof Refusal, String(error));
      assert.equal(error.code, code);
      return true;
    });
    assert.deepEqual(await filesIn(folder), before);
  });
}
