import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { download } from '../../../src/engine/models/download.ts';
import { Refusal } from '../../../src/errors.ts';
import { refusal } from '../support.ts';
import { COMMIT, type Hub, startHub } from './hub.ts';

const never = new AbortController().signal;
const quick = { attempts: 3, firstPauseSeconds: 0.01, stallSeconds: 20 };
const content = randomBytes(400_000);
let served: string;
let target: string;
let hub: Hub;

before(async () => {
  served = await mkdtemp(join(tmpdir(), 'consonant-hub-'));
  await writeFile(join(served, 'weights.bin'), content);
});
after(() => rm(served, { recursive: true }));
beforeEach(async () => {
  target = await mkdtemp(join(tmpdir(), 'consonant-download-'));
  hub = await startHub(served);
});

async function finish(): Promise<void> {
  await hub.close();
  await rm(target, { recursive: true });
}

const request = (file = 'weights.bin') => ({
  url: `${hub.endpoint}/owner/name/resolve/main/${file}`,
  path: join(target, file),
  name: file,
  onBytes: () => {},
});

test('a file arrives whole, with its checksum and commit', async context => {
  context.after(finish);
  const seen: number[] = [];
  const done = await download({ ...request(), onBytes: bytes => seen.push(bytes) }, never, quick);
  assert.deepEqual(done, { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), revision: COMMIT });
  assert.deepEqual(await readFile(join(target, 'weights.bin')), content);
  assert.deepEqual(await readdir(target), ['weights.bin']);
  assert.equal(seen.at(-1), content.length);
});

test('a broken connection is taken up where it broke', async context => {
  context.after(finish);
  void hub.stopAfter(100_000);
  // Only when something has arrived, so that there is something to go on after.
  const { sha256 } = await download({ ...request(), onBytes: hub.breakOff }, never, quick);
  assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
  assert.equal(hub.requests.length, 2);
  assert.match(hub.requests[1], / bytes=[1-9]\d*-$/);
});

test('an abort leaves what arrived, and the next download goes on', async context => {
  context.after(finish);
  const stop = new AbortController();
  void hub.stopAfter(150_000);
  const stopped = download({ ...request(), onBytes: () => stop.abort(new Error('enough')) }, stop.signal, quick);
  await assert.rejects(stopped, { message: 'enough' });
  const { size } = await stat(join(target, 'weights.bin.part'));
  assert.ok(size > 0 && size < content.length);
  const { bytes } = await download(request(), never, quick);
  assert.equal(bytes, content.length);
  assert.match(hub.requests.at(-1)!, new RegExp(` bytes=${size}-$`));
  assert.deepEqual(await readFile(join(target, 'weights.bin')), content);
});

test('a part of another file is not continued', async context => {
  context.after(finish);
  await writeFile(join(target, 'weights.bin.part'), 'something else');
  await writeFile(join(target, 'weights.bin.part.etag'), '"of another file"');
  await download(request(), never, quick);
  assert.deepEqual(await readFile(join(target, 'weights.bin')), content);
});

test('content that does not fit the checksum of the server is refused, and nothing of it stays', async context => {
  context.after(finish);
  hub.claimChecksum('0'.repeat(64));
  await assert.rejects(download(request(), never, quick), refusal('download-broken'));
  assert.deepEqual(
    (await readdir(target)).filter(name => !name.endsWith('.etag')),
    [],
  );
});

test('a small file comes from the server itself', async context => {
  context.after(finish);
  await writeFile(join(served, 'config.yaml'), 'a: 1\n');
  const done = await download(request('config.yaml'), never, quick);
  assert.deepEqual(done, { bytes: 5, sha256: createHash('sha256').update('a: 1\n').digest('hex'), revision: COMMIT });
});

for (const { what, address } of [
  { what: 'round and round', address: () => `${hub.endpoint}/owner/name/resolve/main/weights.bin` },
  { what: 'to what is no server', address: () => 'file:///etc/hostname' },
]) {
  test(`a server that points ${what} is given up`, async context => {
    context.after(finish);
    hub.pointTo(address());
    const asked = download(request(), never, { ...quick, attempts: 1 });
    await assert.rejects(asked, refusal('download-broken'));
    await assert.rejects(asked, /weights\.bin did not arrive: the server points/);
  });
}

test('a file that the server does not have is refused at once', async context => {
  context.after(finish);
  await assert.rejects(download(request('missing.bin'), never, quick), refusal('download-refused'));
  assert.equal(hub.requests.length, 1);
});

test('what the asker refuses is not put in its place, nor kept', async context => {
  context.after(finish);
  const check = (sha256: string) => {
    throw new Refusal('checksum-mismatch', sha256);
  };
  await assert.rejects(download({ ...request(), check }, never, quick), refusal('checksum-mismatch'));
  assert.deepEqual(
    (await readdir(target)).filter(name => !name.endsWith('.etag')),
    [],
  );
  assert.equal(hub.requests.length, 1);
});

const noFullDisk = existsSync('/dev/full') ? false : 'only Linux has a disk that is always full';

test('a full disk is told as such, and not tried again', { skip: noFullDisk }, async context => {
  context.after(finish);
  await symlink('/dev/full', join(target, 'weights.bin.part.etag'));
  await assert.rejects(download(request(), never, quick), refusal('disk-full'));
  assert.equal(hub.requests.length, 1);
});

test('a server that falls silent in the middle is given up, and asked to go on', async context => {
  context.after(finish);
  void hub.stopAfter(100_000);
  const { sha256 } = await download(request(), never, { ...quick, attempts: 5, stallSeconds: 2 });
  assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
  assert.match(hub.requests[1], / bytes=[1-9]\d*-$/);
});

test('a server that is not there is tried some times, then refused', async context => {
  context.after(() => rm(target, { recursive: true }));
  const asked = request();
  await hub.close();
  await assert.rejects(download(asked, never, quick), refusal('download-broken'));
});
