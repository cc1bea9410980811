import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, type TestContext, test } from 'node:test';
import { type ModelEntry, readManifest } from '../../../src/engine/models/manifest.ts';
import { findUnknown, noteOnBranch, pull, readPins, requireFiles, verifyFiles } from '../../../src/engine/models/pull.ts';
import { refusal } from '../support.ts';
import { COMMIT, type Hub, startHub } from './hub.ts';

const never = new AbortController().signal;
const quick = { attempts: 2, firstPauseSeconds: 0.01, stallSeconds: 20 };
let served: string;
let folder: string;
let hub: Hub;
let model: ModelEntry;

before(async () => {
  const [entry] = await readManifest();
  model = {
    ...entry,
    revision: 'main',
    files: [
      { path: 'config.yaml', bytes: 5 },
      { path: 'part/weights.bin', bytes: 6 },
    ],
  };
  served = await mkdtemp(join(tmpdir(), 'consonant-served-'));
  await mkdir(join(served, 'part'));
  hub = await startHub(served);
});
after(async () => {
  await hub.close();
  await rm(served, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consonant-pulled-'));
  await writeFile(join(served, 'config.yaml'), 'a: 1\n');
  await writeFile(join(served, 'part/weights.bin'), 'weight');
});

const cleanUp = (context: TestContext) => context.after(() => rm(folder, { recursive: true }));
const verifyPins = async () => verifyFiles(folder, (await readPins(folder)).files, never);
const pullAll = (entry = model, revision?: string) =>
  pull({ model: entry, revision, folder, endpoint: hub.endpoint, alsoNeedsBytes: 0, onProgress: () => {} }, never, quick);

test('what was pulled is pinned to its commit, and later requests ask for that commit', async context => {
  cleanUp(context);
  assert.equal((await pullAll()).revision, COMMIT);
  assert.match(hub.requests.at(-1)!, new RegExp(`/resolve/${COMMIT}/part/weights\\.bin$`), 'all files are of one commit');
  await rm(join(folder, 'config.yaml'));
  await pullAll();
  assert.match(hub.requests.at(-1)!, new RegExp(`/resolve/${COMMIT}/config\\.yaml$`));
  assert.deepEqual(await verifyPins(), []);
});

test('a file that has changed since is refused', async context => {
  cleanUp(context);
  await pullAll();
  await rm(join(folder, 'part/weights.bin'));
  await writeFile(join(served, 'part/weights.bin'), 'others');
  await assert.rejects(pullAll(), refusal('checksum-mismatch'));
  // Of the same size as the one that was expected: it must not be taken for that one later.
  await assert.rejects(requireFiles(model, folder), refusal('checkpoint-file-missing'));
  await assert.rejects(pullAll(), refusal('checksum-mismatch'));
});

test('the checksums of the manifest hold for its revision, whatever the server says of it, and for no other', async context => {
  cleanUp(context);
  const [config, weights] = model.files;
  const revision = '1'.repeat(40);
  const known = { ...model, revision, files: [config, { ...weights, sha256: 'a'.repeat(64) }] };
  await assert.rejects(pullAll(known), refusal('checksum-mismatch'));
  assert.equal((await readPins(folder)).revision, revision);
  await assert.rejects(pullAll(known, 'main'), refusal('checksum-mismatch'), 'what was begun goes on with its revision');
  await assert.rejects(pullAll(known, COMMIT), refusal('revision-differs'));
  await rm(folder, { recursive: true });
  await mkdir(folder);
  assert.equal((await pullAll(known, 'main')).revision, COMMIT);
  await assert.rejects(pullAll(known, revision), refusal('revision-differs'));
});

test('a branch may have slashes in its name, and is asked for as one word', async context => {
  cleanUp(context);
  hub.forget();
  await pullAll(model, 'refs/pr/1');
  assert.match(hub.requests[0]!, /\/resolve\/refs%2Fpr%2F1\/config\.yaml$/);
});

test('a branch that is asked for where files are pinned changes nothing, which is said', async context => {
  cleanUp(context);
  assert.equal(await noteOnBranch(model, folder, 'main'), undefined, 'nothing is here');
  await pullAll();
  assert.match(
    (await noteOnBranch(model, folder, 'main'))!,
    /of commit c0ffee000000 and stays, .* remove spark-tts-0\.5b --source$/,
  );
  assert.equal(await noteOnBranch(model, folder, COMMIT), undefined, 'a commit is the same or refused');
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('own files are compared with the checksums that the manifest knows', async context => {
  cleanUp(context);
  const [config, weights] = model.files;
  const known = { ...model, files: [config, { ...weights, sha256: sha256('weight') }] };
  const told: number[] = [];
  const request = {
    model: known,
    folder: served,
    onProgress: ({ bytes, totalBytes }: { bytes: number; totalBytes: number }) => void told.push(bytes, totalBytes),
  };
  assert.deepEqual(await findUnknown(request, never), []);
  assert.deepEqual(told, [6, 6]);
  await writeFile(join(served, 'part/weights.bin'), 'weighs');
  assert.deepEqual(await findUnknown(request, never), ['part/weights.bin']);
  await assert.rejects(findUnknown(request, AbortSignal.abort()), { name: 'AbortError' });
  await assert.rejects(findUnknown({ ...request, folder }, never), refusal('checkpoint-file-unreadable'));
});

test('comparing stops in the middle of a file', async context => {
  cleanUp(context);
  await writeFile(join(folder, 'large.bin'), Buffer.alloc(5_000_000));
  const large = { ...model, files: [{ path: 'large.bin', bytes: 5_000_000, sha256: sha256('') }] };
  const controller = new AbortController();
  let read = 0;
  const onProgress = ({ bytes }: { bytes: number }) => {
    read = bytes;
    controller.abort();
  };
  await assert.rejects(findUnknown({ model: large, folder, onProgress }, controller.signal), { name: 'AbortError' });
  assert.ok(read > 0 && read < 5_000_000, `${read}`);
});

test('room is asked for at once for what is downloaded and for what is built of it', async context => {
  cleanUp(context);
  const before = hub.requests.length;
  const pulled = pull({ model, folder, endpoint: hub.endpoint, alsoNeedsBytes: 1e18, onProgress: () => {} }, never, quick);
  await assert.rejects(pulled, refusal('disk-space'));
  assert.equal(hub.requests.length, before);
});

test('pins that cannot be read are as none', async context => {
  cleanUp(context);
  for (const text of ['{', '{}', '{"files": {"config.yaml": 5}}']) {
    await writeFile(join(folder, 'pinned.json'), text);
    assert.deepEqual(await readPins(folder), { files: {} });
  }
});

test('a checksum in the manifest is obeyed at the first download, too', async context => {
  cleanUp(context);
  const [config, weights] = model.files;
  await assert.rejects(
    pullAll({ ...model, files: [config, { ...weights, sha256: '0'.repeat(64) }] }),
    refusal('checksum-mismatch'),
  );
  assert.deepEqual(Object.keys((await readPins(folder)).files), ['config.yaml']);
});

test('a damaged file is seen, a folder that lacks one refused', async context => {
  cleanUp(context);
  await pullAll();
  await writeFile(join(folder, 'config.yaml'), 'a: 2\n');
  assert.deepEqual(await verifyPins(), ['config.yaml has been changed: its checksum does not fit']);
  assert.match(await requireFiles(model, folder), /^config\.yaml:5:\d+\|part\/weights\.bin:6:\d+$/);
  await rm(join(folder, 'part/weights.bin'));
  await assert.rejects(requireFiles(model, folder), refusal('checkpoint-file-missing'));
});

test('the manifest names every file that the engine reads', async () => {
  const { configFiles } = await import('../../../src/engine/backends/spark/config.ts');
  const { weightFiles } = await import('../../../src/engine/backends/spark/checkpoint.ts');
  const { tokenizerFiles } = await import('../../../src/engine/backends/spark/tokenizer.ts');
  const [{ files }] = await readManifest();
  const needed = [configFiles, weightFiles, tokenizerFiles].flatMap(table => Object.values(table));
  assert.deepEqual(files.map(({ path }) => path).sort(), needed.sort());
  assert.match(await readFile(new URL('../../../models/README.md', import.meta.url), 'utf8'), /spark-tts-0\.5b/);
});
