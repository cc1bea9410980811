import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, type TestContext, test } from 'node:test';
import { build, readRecord } from '../../../src/engine/models/build.ts';
import type { BuildPart } from '../../../src/engine/models/build-plan.ts';
import { verifyFiles } from '../../../src/engine/models/pull.ts';
import { refusal } from '../support.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consonant-build-'));
});

const cleanUp = (context: TestContext) => context.after(() => rm(folder, { recursive: true }));

/** Writes its name; `onWrite` may fail. */
function part(name: string, onWrite: () => void = () => {}): BuildPart {
  return {
    name,
    files: [name],
    async write(target, { onBytes }) {
      onWrite();
      await writeFile(join(target, name), name);
      onBytes(name.length);
    },
  };
}

function request(parts: readonly BuildPart[], more: { source?: string; format?: number } = {}) {
  return {
    plan: { format: more.format ?? 1, parts, close: async () => {} },
    target: join(folder, 'built'),
    source: more.source ?? 'a',
    needsBytes: 0,
    onProgress: () => {},
  };
}

test('all parts, with checksums, in one folder that appears at the end', async context => {
  cleanUp(context);
  await build(request([part('one'), part('two', () => assert.rejects(readFile(join(folder, 'built', 'one'))))]), never);
  assert.deepEqual(await readdir(folder), ['built']);
  const record = await readRecord(join(folder, 'built'));
  assert.equal(record!.files.one.sha256, '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed');
  assert.deepEqual(await verifyFiles(join(folder, 'built'), record!.files, never), []);
});

test('a build that broke goes on after the parts that were finished', async context => {
  cleanUp(context);
  const written: string[] = [];
  const log = (name: string) => part(name, () => written.push(name));
  const broken = part('two', () => {
    throw new Error('killed');
  });
  await assert.rejects(build(request([log('one'), broken]), never), { message: 'killed' });
  assert.equal(await readRecord(join(folder, 'built')), undefined);
  await build(request([log('one'), log('two')]), never);
  assert.deepEqual(written, ['one', 'two']);
});

test('a part that was cut off is written again', async context => {
  cleanUp(context);
  const written: string[] = [];
  const stop = new AbortController();
  const parts = [part('one', () => written.push('one')), part('two', () => stop.abort(new Error('stopped')))];
  await assert.rejects(build(request([...parts, part('three')]), stop.signal), { message: 'stopped' });
  await writeFile(join(folder, 'built.building', 'one'), 'o');
  await build(request([...parts, part('three')]), never);
  assert.deepEqual(written, ['one', 'one']);
  assert.equal(await readFile(join(folder, 'built', 'one'), 'utf8'), 'one');
});

for (const change of [{ source: 'b' }, { format: 2 }]) {
  test(`what was built from something else is not used: ${JSON.stringify(change)}`, async context => {
    cleanUp(context);
    const broken = part('two', () => {
      throw new Error('killed');
    });
    await assert.rejects(build(request([part('one'), broken]), never));
    const written: string[] = [];
    await build(request([part('one', () => written.push('one'))], change), never);
    assert.deepEqual(written, ['one']);
  });
}

test('an old build stays until the new one is whole', async context => {
  cleanUp(context);
  await build(request([part('old')]), never);
  const broken = part('two', () => {
    throw new Error('killed');
  });
  await assert.rejects(build(request([broken], { source: 'b' }), never));
  assert.equal(await readFile(join(folder, 'built', 'old'), 'utf8'), 'old');
  await build(request([part('new')], { source: 'b' }), never);
  assert.deepEqual((await readdir(join(folder, 'built'))).sort(), ['checksums.json', 'new']);
});

test('a full disk is told as such', async context => {
  cleanUp(context);
  const full = part('one', () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  await assert.rejects(build(request([full]), never), refusal('disk-full'));
});

test('too little room is told before anything is written', async context => {
  cleanUp(context);
  await assert.rejects(build({ ...request([part('one')]), needsBytes: 1e18 }, never), refusal('disk-space'));
});

test('a changed, a shortened and a missing file are found', async context => {
  cleanUp(context);
  await build(request([part('one'), part('two'), part('three')]), never);
  const built = join(folder, 'built');
  const { files } = (await readRecord(built))!;
  await writeFile(join(built, 'one'), 'One');
  await writeFile(join(built, 'two'), 'tw');
  await rm(join(built, 'three'));
  const wrong = await verifyFiles(built, files, never);
  assert.deepEqual(wrong, ['one has been changed: its checksum does not fit', 'two has 2 bytes, 3 expected', 'three is missing']);
});
