/** A model from a server on loopback to a voice that speaks: pull, build, verify, clone, say, remove. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Hub, startHub } from '../engine/models/hub.ts';
import { fixtureFolder, openGolden } from '../engine/spark/golden.ts';
import { consonant, consonantJson, filesIn, sampleMessage, sharedFolder } from './consonant.ts';

const folder = sharedFolder();
const published = join(folder, 'published');
const MODEL = 'spark-tts-0.5b';
let hub: Hub;
let environment: NodeJS.ProcessEnv;

before(async () => {
  await openGolden(fixtureFolder).writeCheckpoint(published);
  hub = await startHub(published);
  environment = {
    ...process.env,
    CONSONANT_MODELS: join(folder, 'models'),
    CONSONANT_PROVIDER: 'cpu',
    CONSONANT_THREADS: '1',
    HF_ENDPOINT: hub.endpoint,
  };
});
after(() => hub.close());

const run = (...words: string[]) => consonant(words, { folder, environment });
const runJson = <T>(...words: string[]) => consonantJson<T>(words, { folder, environment });

test('without the model the engine says how to get it', async () => {
  const { exitCode, stderr } = await run('clone', '--engine', 'spark', '--reference', sampleMessage, '--out', 'early.voice');
  assert.equal(exitCode, 2);
  assert.match(stderr, /needs the model spark-tts-0\.5b.*consonant models pull spark-tts-0\.5b/);
});

test('nothing is downloaded before the licence is accepted', async () => {
  const { exitCode, stderr } = await run('models', 'pull', MODEL);
  assert.equal(exitCode, 2);
  assert.match(stderr, /CC-BY-NC-SA-4\.0.*non-commercial.*--accept-licence/s);
  assert.equal(hub.requests.length, 0);
});

test('pull downloads, pins and builds', async () => {
  const built = await runJson<{ folder: string; files: object }>('models', 'pull', MODEL, '--accept-licence');
  const pins = JSON.parse(await readFile(join(folder, 'models', MODEL, 'source', 'pinned.json'), 'utf8'));
  assert.equal(Object.keys(pins.files).length, hub.requests.length);
  assert.match(hub.requests.at(-1)!, new RegExp(`/SparkAudio/Spark-TTS-0\\.5B/resolve/${pins.revision}/`));
  assert.ok((await filesIn(built.folder)).includes('language-loop.onnx'));
  const { models } = await runJson<{ models: { id: string; state: string; accepted: boolean }[] }>('models', 'list');
  const [{ id, state, accepted }] = models;
  assert.deepEqual({ id, state, accepted }, { id: MODEL, state: 'built', accepted: true });
});

test('pull again fetches nothing', async () => {
  const before = hub.requests.length;
  await runJson('models', 'pull', MODEL);
  assert.equal(hub.requests.length, before);
});

test('the engine says under which licence it speaks', async () => {
  const { stderr } = await run('clone', '--engine', 'spark', '--reference', sampleMessage, '--out', 'note.voice');
  assert.match(stderr, /note: Spark-TTS-0\.5B, on CPU\. Its weights are licensed CC BY-NC-SA 4\.0/);
});

test('clone and say with the engine', async () => {
  const { engine } = await runJson<{ engine: string }>(
    'clone',
    '--engine',
    'spark',
    '--reference',
    sampleMessage,
    '--out',
    'me.voice',
  );
  assert.equal(engine, 'spark');
  const said = await runJson<{ durationSeconds: number; format: string }>(
    'say',
    '--voice',
    'me.voice',
    '--text',
    'Good day.',
    '--out',
    'day.ogg',
  );
  assert.ok(said.durationSeconds > 0.2);
});

test('verify finds a changed file', async () => {
  assert.equal((await runJson<{ whole: boolean }>('models', 'verify', MODEL)).whole, true);
  const file = join(folder, 'models', MODEL, 'built', 'voice.onnx.data');
  const bytes = await readFile(file);
  bytes[100] ^= 1;
  await writeFile(file, bytes);
  const { exitCode, stdout } = await run('models', 'verify', MODEL);
  assert.equal(exitCode, 2);
  assert.match(stdout, /built: voice\.onnx\.data has been changed/);
});

test('remove, then build from a folder', async () => {
  const { removedBytes } = await runJson<{ removedBytes: number }>('models', 'remove', MODEL);
  assert.ok(removedBytes > 1_000_000);
  const before = hub.requests.length;
  const { scheme } = await runJson<{ scheme: string }>(
    'models',
    'build',
    MODEL,
    '--from',
    published,
    '--scheme',
    'int4',
    '--accept-licence',
  );
  assert.equal(scheme, 'int4');
  assert.equal(hub.requests.length, before);
});

const refused: readonly { words: readonly string[]; says: RegExp }[] = [
  { words: ['models', 'pull'], says: /Say which model to pull/ },
  { words: ['models', 'pull', 'gpt'], says: /There is no model "gpt". There are: spark-tts-0\.5b/ },
  { words: ['models', 'eat', MODEL], says: /Allowed choices are list, pull, build, verify, remove/ },
  { words: ['models', 'build', MODEL, '--scheme', 'int2'], says: /There is no scheme "int2"/ },
  { words: ['models', 'build', MODEL, '--from', '.'], says: /has no config\.yaml/ },
  { words: ['models', 'pull', MODEL, '--endpoint', 'ftp://x'], says: /"ftp:\/\/x" is no address/ },
];

for (const { words, says } of refused) {
  test(`refused: ${words.join(' ')}`, async () => {
    const { exitCode, stderr } = await run(...words);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, says);
  });
}

test('a damaged checkpoint is refused by the file concerned, and nothing is left', async () => {
  await writeFile(
    join(published, 'LLM/model.safetensors'),
    (await readFile(join(published, 'LLM/model.safetensors'))).subarray(0, 100_000),
  );
  await rm(join(folder, 'models', MODEL, 'built'), { recursive: true, force: true });
  const { exitCode, stderr } = await run('models', 'build', MODEL, '--from', published, '--accept-licence');
  assert.equal(exitCode, 2);
  assert.match(stderr, /LLM\/model\.safetensors is damaged/);
  assert.ok(!(await filesIn(join(folder, 'models', MODEL))).includes('built'));
});
