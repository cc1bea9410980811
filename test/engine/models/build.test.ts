import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, readRecord } from '../../../src/engine/models/build.ts';
import type { BuildPart } from '../../../src/engine/models/build-plan.ts';
import { verifyFiles } from '../../../src/engine/models/pull.ts';
import { Graph } from '../../../src/engine/onnx/graph.ts';
import { writeModels } from '../../../src/engine/onnx/model-file.ts';
import { refusal, soon } from '../support.ts';

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

test('a build whose process was killed goes on after the parts that were finished', async context => {
  cleanUp(context);
  const script = fileURLToPath(new URL('./build-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, join(folder, 'built')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await soon(once(child.stdout, 'data'), 'the second part');
  child.kill('SIGKILL');
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.deepEqual((await readdir(folder)).sort(), ['built.building']);
  const written: string[] = [];
  const parts = ['one', 'two'].map(name => part(name, () => written.push(name)));
  await build(request(parts), never);
  assert.deepEqual(written, ['two']);
  assert.equal(await readFile(join(folder, 'built', 'two'), 'utf8'), 'two');
});

test('a build that was stopped while the new folder took the place of the old one is whole at the next start', async context => {
  cleanUp(context);
  await build(request([part('one')]), never);
  await rename(join(folder, 'built'), join(folder, 'built.building'));
  await mkdir(join(folder, 'built.old'));
  await build(request([part('one', () => assert.fail('written again'))]), never);
  assert.deepEqual(await readdir(folder), ['built']);
});

for (const text of ['{', '{}', '{"format": 1, "source": "a", "files": {"one": {}}}']) {
  test(`a record that cannot be read is as none: ${text}`, async context => {
    cleanUp(context);
    await mkdir(join(folder, 'built.building'));
    await writeFile(join(folder, 'built.building', 'checksums.json'), text);
    const written: string[] = [];
    await build(request([part('one', () => written.push('one'))]), never);
    assert.deepEqual(written, ['one']);
  });
}

const noFullDisk = existsSync('/dev/full') ? false : 'only Linux has a disk that is always full';

test('a full disk is told as such, and the build goes on when there is room', { skip: noFullDisk }, async context => {
  cleanUp(context);
  const written: string[] = [];
  const full: BuildPart = {
    ...part('two'),
    async write(target) {
      await symlink('/dev/full', join(target, 'two.data'));
      const weight = { name: 'w', type: 'float32', shape: [1000], read: () => new Float32Array(1000) } as const;
      const graph = new Graph('two');
      graph.output('y', graph.weight(weight));
      await writeModels([{ graph, file: 'two' }], { folder: target, dataFile: 'two.data' });
    },
  };
  await assert.rejects(build(request([part('one'), full]), never), refusal('disk-full'));
  assert.equal(await readRecord(join(folder, 'built')), undefined);
  await build(request([part('one', () => written.push('one')), part('two')]), never);
  assert.deepEqual(written, []);
});

test('a full disk while the finished parts are noted down is told as such', { skip: noFullDisk }, async context => {
  cleanUp(context);
  const fillsUp: BuildPart = {
    ...part('one'),
    async write(target) {
      await writeFile(join(target, 'one'), 'one');
      await symlink('/dev/full', join(target, 'checksums.json.new'));
    },
  };
  await assert.rejects(build(request([fillsUp]), never), refusal('disk-full'));
});

test('a folder that may not be written to is told as such', async context => {
  cleanUp(context);
  await writeFile(join(folder, 'file'), '');
  const asked = { ...request([part('one')]), target: join(folder, 'file', 'built') };
  await assert.rejects(build(asked, never), refusal('folder-not-writable'));
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
