/** A model from a server on loopback to a voice that speaks: pull, build, verify, clone, say, remove. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Hub, startHub } from '../engine/models/hub.ts';
import { fixtureFolder, openGolden } from '../engine/spark/golden.ts';
import { soon } from '../engine/support.ts';
import { consonant, consonantJson, filesIn, sampleMessage, sharedFolder, startConsonant } from './consonant.ts';

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
    CONSONANT_MASTER_KEY: randomBytes(32).toString('base64'),
    HF_ENDPOINT: hub.endpoint,
  };
});
after(() => hub.close());

const run = (...words: string[]) => consonant(words, { folder, environment });
const runJson = <T>(...words: string[]) => consonantJson<T>(words, { folder, environment });

test('without the model the engine says how to get it', async () => {
  const { exitCode, stderr } = await run('clone', '--engine', 'spark', '--reference', sampleMessage, '--out', 'early.voice');
  assert.equal(exitCode, 2);
  assert.match(stderr, /needs the model spark-tts-0\.5b.*npm run consonant -- models pull spark-tts-0\.5b/);
});

test('nothing is downloaded before the licence is accepted', async () => {
  const { exitCode, stderr } = await run('models', 'pull', MODEL);
  assert.equal(exitCode, 2);
  assert.match(stderr, /CC-BY-NC-SA-4\.0.*non-commercial.*--accept-licence/s);
  assert.equal(hub.requests.length, 0);
});

test('the list says what a model needs', async () => {
  const { stdout } = await run('models', 'list');
  assert.match(stdout, /^spark-tts-0\.5b {2}not here\n/);
  assert.match(stdout, /downloads 3\.9 GB; as built 1\.4 GB \(int8\), .*; takes 1\.3 GB of memory/);
});

test('files that are not those of the known revision are refused, with the way to take them all the same', async () => {
  const { exitCode, stderr } = await run('models', 'pull', MODEL, '--accept-licence');
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    / config\.yaml is another file than expected: .*models remove spark-tts-0\.5b, then pull with --revision main/,
  );
  assert.match((await run('models', 'remove', MODEL)).stdout, /Removed/);
  hub.forget();
});

test('pull that is stopped with Ctrl-C says that it goes on later', async () => {
  const sent = hub.stopAfter(100_000);
  const { child, outcome } = startConsonant(['models', 'pull', MODEL, '--revision', 'main', '--accept-licence'], {
    folder,
    environment,
  });
  await soon(sent, 'the first part of the weights');
  const other = await run('models', 'remove', MODEL);
  assert.equal(other.exitCode, 2);
  assert.match(other.stderr, new RegExp(`is being worked on by process ${child.pid}\\. Wait until that one is done`));
  child.kill('SIGINT');
  const { exitCode, stderr } = await outcome;
  assert.equal(exitCode, 130, stderr);
  assert.match(stderr, /consonant: stopped; what is done stays, and the same command goes on where it stopped\.\n$/);
});

test('pull goes on, pins and builds', async () => {
  const built = await runJson<{ folder: string; files: object }>(
    'models',
    'pull',
    MODEL,
    '--revision',
    'main',
    '--accept-licence',
  );
  const pins = JSON.parse(await readFile(join(folder, 'models', MODEL, 'source', 'pinned.json'), 'utf8'));
  // One of them was begun before.
  assert.equal(Object.keys(pins.files).length + 1, hub.requests.length);
  assert.match(hub.requests.at(-1)!, new RegExp(`/SparkAudio/Spark-TTS-0\\.5B/resolve/${pins.revision}/`));
  assert.ok((await filesIn(built.folder)).includes('language-loop.onnx'));
  const { models } = await runJson<{ models: { id: string; state: string; accepted: boolean }[] }>('models', 'list');
  const [{ id, state, accepted }] = models;
  assert.deepEqual({ id, state, accepted }, { id: MODEL, state: 'built', accepted: true });
});

test('pull again fetches nothing and builds nothing', async () => {
  const before = hub.requests.length;
  const record = join(folder, 'models', MODEL, 'built', 'checksums.json');
  const { ino } = await stat(record);
  const { stdout } = await run('models', 'pull', MODEL);
  assert.match(stdout, /^There already: spark-tts-0\.5b, int8/);
  assert.equal(hub.requests.length, before);
  assert.equal((await stat(record)).ino, ino);
});

test('pull of a branch where files are pinned says that they stay', async () => {
  const { exitCode, stderr } = await run('models', 'pull', MODEL, '--revision', 'main');
  assert.equal(exitCode, 0);
  assert.match(
    stderr,
    /note: what is here of spark-tts-0\.5b is of commit c0ffee000000 and stays, whatever main holds by now\. .*models remove spark-tts-0\.5b --source\n/,
  );
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

test('what it says is marked as all speech is', async () => {
  const { verdict, evidence } = await runJson<{ verdict: string; evidence: string[] }>('verify', 'day.ogg');
  assert.deepEqual({ verdict, evidence }, { verdict: 'made', evidence: ['tags', 'mark'] });
});

test('verify finds a changed file', async () => {
  assert.equal((await runJson<{ whole: boolean }>('models', 'verify', MODEL)).whole, true);
  const file = join(folder, 'models', MODEL, 'built', 'voice.onnx.data');
  const bytes = await readFile(file);
  bytes[100] ^= 1;
  await writeFile(file, bytes);
  const { exitCode, stdout } = await run('models', 'verify', MODEL);
  assert.equal(exitCode, 2);
  assert.match(stdout, /built: voice\.onnx\.data has been changed.*\nBuild it again: consonant models build spark-tts-0\.5b$/m);
});

test('verify tells another way out where what was downloaded has been changed', async () => {
  const file = join(folder, 'models', MODEL, 'source', 'config.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('16000', '16001'));
  const { exitCode, stdout } = await run('models', 'verify', MODEL);
  await writeFile(file, text);
  assert.equal(exitCode, 2);
  assert.match(stdout, /source: config\.yaml has been changed/);
  assert.match(stdout, /consonant models remove spark-tts-0\.5b --source, then consonant models pull spark-tts-0\.5b/);
});

test('a model that was cut off after it was built is refused by the file, with the way out', async () => {
  await truncate(join(folder, 'models', MODEL, 'built', 'voice.onnx.data'), 1000);
  const { exitCode, stderr } = await run('say', '--voice', 'me.voice', '--text', 'Good day.', '--out', 'none.ogg');
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /is damaged: ".*voice\.onnx\.data" is missing or was cut off\. Build it again: .* models build spark-tts-0\.5b/,
  );
});

test('a build that was stopped is told as such, in the list and by the engine', async () => {
  const built = join(folder, 'models', MODEL, 'built');
  await rename(built, `${built}.building`);
  assert.match((await run('models', 'list')).stdout, /^spark-tts-0\.5b {2}building was stopped: pull or build it again/);
  const { exitCode, stderr } = await run('say', '--voice', 'me.voice', '--text', 'Good day.', '--out', 'none.ogg');
  assert.equal(exitCode, 2);
  assert.match(stderr, /needs the model spark-tts-0\.5b, and its building was stopped before the end\. .*models pull/);
});

test('remove, then build from a folder', async () => {
  const { removedBytes } = await runJson<{ removedBytes: number }>('models', 'remove', MODEL);
  assert.ok(removedBytes > 1_000_000);
  const before = hub.requests.length;
  const words = ['models', 'build', MODEL, '--from', published, '--scheme', 'int4', '--accept-licence', '--json'];
  const { stdout, stderr } = await run(...words);
  assert.equal((JSON.parse(stdout) as { scheme: string }).scheme, 'int4', stderr);
  assert.equal(hub.requests.length, before);
  // Those of the test are not the published ones.
  assert.match(stderr, /comparing the files in /);
  assert.match(
    stderr,
    /note: BiCodec\/model\.safetensors is not the file of the known revision 642071559bfc; it is taken as it is\.\n/,
  );
});

test('a model that was built from a folder speaks with the voice of before', async () => {
  const { durationSeconds } = await runJson<{ durationSeconds: number }>(
    'say',
    '--voice',
    'me.voice',
    '--text',
    'Good day.',
    '--out',
    'again.ogg',
  );
  assert.ok(durationSeconds > 0.2);
});

const refused: readonly { words: readonly string[]; says: RegExp }[] = [
  { words: ['models', 'pull'], says: /Say which model to pull/ },
  { words: ['models', 'pull', 'gpt'], says: /There is no model "gpt". There are: spark-tts-0\.5b/ },
  { words: ['models', 'eat', MODEL], says: /Allowed choices are list, pull, build, verify, remove/ },
  { words: ['models', 'build', MODEL, '--scheme', 'int2'], says: /There is no scheme "int2"/ },
  { words: ['models', 'build', MODEL, '--from', '.'], says: /has no config\.yaml/ },
  { words: ['models', 'pull', MODEL, '--scheme', 'int2'], says: /There is no scheme "int2". There are: int8, int4, float32/ },
  { words: ['models', 'pull', MODEL, '--revision', '../x'], says: /"\.\.\/x" is no revision\. Give a commit/ },
  { words: ['models', 'pull', MODEL, '--revision', '..'], says: /"\.\." is no revision/ },
  { words: ['models', 'pull', MODEL, '--revision', 'a/../b'], says: /"a\/\.\.\/b" is no revision/ },
  { words: ['models', 'pull', MODEL, '--from', '.', '--revision', 'main'], says: /--revision has no effect with --from/ },
  {
    words: ['models', 'pull', MODEL, '--from', '.', '--revision', 'main', '--endpoint', 'http://x'],
    says: /--revision and --endpoint have no effect with --from/,
  },
  { words: ['models', 'build', MODEL, '--endpoint', 'http://x'], says: /--endpoint has no effect with build/ },
  { words: ['models', 'pull', MODEL, '--endpoint', 'ftp://x'], says: /"ftp:\/\/x" is no address/ },
];

for (const { words, says } of refused) {
  test(`refused: ${words.join(' ')}`, async () => {
    const { exitCode, stderr } = await run(...words);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, says);
  });
}

test('a folder that models cannot be written to is refused, with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  const { exitCode, stderr } = await consonant(['models', 'pull', MODEL, '--revision', 'main', '--accept-licence'], {
    folder,
    environment: { ...environment, CONSONANT_MODELS: join(folder, 'file', 'models') },
  });
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /file\/models.*cannot be written \(ENOTDIR\).*set CONSONANT_MODELS/);
});

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
