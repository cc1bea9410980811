import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isStuck } from '../../../src/engine/backends/spark/loops.ts';
import { loadSpark } from '../../../src/engine/backends/spark/open-spark.ts';
import { readVoice, writeVoice } from '../../../src/engine/backends/spark/voice-codec.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { writeTensors } from '../../../src/engine/tensors.ts';
import { refusal } from '../support.ts';
import { fixtureFolder, openGolden } from './golden.ts';
import { makeTinyModel, speechReference, type TinyModel } from './tiny-model.ts';

const never = new AbortController().signal;
const golden = openGolden(fixtureFolder);
const counts = { globals: 32, globalKinds: 4096, semanticKinds: 8192 };
let model: TinyModel;
let engine: Engine & { close(): Promise<void> };

before(async () => {
  model = await makeTinyModel('float32');
  engine = await loadSpark(model.environment);
});
after(async () => {
  await engine?.close();
  await model.remove();
});

test('a recording of less than six seconds gives upstream’s tokens', async () => {
  const voice = readVoice(await engine.enroll([speechReference()], never), counts);
  assert.deepEqual([...voice.globalTokens], [...golden.expected('speech/global_ids').values]);
  assert.equal(voice.spoken, undefined);
});

test('with its words it also gives what was said', async () => {
  const voice = readVoice(await engine.enroll([speechReference({ transcript: ' Hello there, my friend. ' })], never), counts);
  assert.equal(voice.spoken!.transcript, 'Hello there, my friend.');
  const expected = golden.expected('speech/semantic_ids').values;
  assert.deepEqual([...voice.spoken!.semanticTokens], [...expected]);
});

test('with and without them it speaks, and differently', async () => {
  const lengths: number[] = [];
  for (const more of [{}, { transcript: 'Hello there, my friend.' }]) {
    const print = await engine.enroll([speechReference(more)], never);
    const chunks = await Array.fromAsync(engine.speak('Yes.', print, {}, never));
    lengths.push(chunks.reduce((sum, { samples }) => sum + samples.reduce((all, value) => all + Math.abs(value), 0), 0));
  }
  assert.notEqual(lengths[0], lengths[1]);
});

for (const [name, value, most] of [
  ['CONSONANT_THREADS', 'many', 64],
  ['CONSONANT_THREADS', '65', 64],
  ['CONSONANT_TOGETHER', '0', 16],
] as const) {
  test(`${name} of "${value}" is refused`, async () => {
    const start = loadSpark({ ...model.environment, [name]: value });
    await assert.rejects(start, refusal('number-invalid'));
    await assert.rejects(start, new RegExp(`${name} is "${value}"; give a whole number from 1 to ${most}`));
  });
}

test('a silent recording is refused', async () => {
  const silent = { ...speechReference(), audio: { samples: new Float32Array(64_000), sampleRateHz: 16_000 } };
  await assert.rejects(engine.enroll([silent], never), refusal('reference-silent'));
});

test('other languages are refused with advice', async () => {
  const print = await engine.enroll([speechReference()], never);
  await assert.rejects(
    Array.fromAsync(engine.speak('Guten Tag.', print, { language: 'de' }, never)),
    refusal('language-unknown'),
  );
  assert.ok((await Array.fromAsync(engine.speak('你好。', print, { language: 'zh' }, never))).length > 0);
});

test('words that cannot be those of the recording are refused', async () => {
  const long = speechReference({ transcript: 'These are many more words than anybody says in so short a time. '.repeat(20) });
  await assert.rejects(engine.enroll([long], never), refusal('transcript-mismatch'));
  const samples = new Float32Array(16_000 * 30).map((_, i) => 0.3 * Math.sin(i / 20));
  const short = speechReference({ audio: { samples, sampleRateHz: 16_000 }, transcript: 'Yes.' });
  await assert.rejects(engine.enroll([short], never), refusal('transcript-mismatch'));
});

test('a text that does not fit into the model together with its voice is refused', async () => {
  const spoken = { transcript: 'Word. '.repeat(600), semanticTokens: new Int32Array(1500) };
  const print = writeVoice({ globalTokens: new Int32Array(32), spoken }, 'en');
  await assert.rejects(Array.fromAsync(engine.speak('One more sentence.', print, {}, never)), refusal('text-too-long'));
});

test('a voice with tokens that there are not is refused', async () => {
  for (const globalTokens of [new Int32Array(31), new Int32Array(32).fill(4096)]) {
    const speech = engine.speak('Yes.', writeVoice({ globalTokens }, 'en'), {}, never);
    await assert.rejects(Array.fromAsync(speech), refusal('voice-corrupt'));
  }
  const spoken = { transcript: 'Yes.', semanticTokens: Int32Array.of(8192) };
  const speech = engine.speak('Yes.', writeVoice({ globalTokens: new Int32Array(32), spoken }, 'en'), {}, never);
  await assert.rejects(Array.fromAsync(speech), refusal('voice-corrupt'));
  const data = writeTensors({ tensors: { global: new Float32Array(32).fill(-1) }, metadata: {} });
  const print = { engine: 'spark', format: 1, language: 'en', data };
  await assert.rejects(Array.fromAsync(engine.speak('Yes.', print, {}, never)), refusal('voice-corrupt'));
});

test('designed voices differ from time to time and keep within the tokens', async () => {
  const traits = { gender: 'male', pitch: 2, speed: 3 } as const;
  const [one, two] = await Promise.all([engine.design!(traits, never), engine.design!(traits, never)]);
  assert.notDeepEqual(one.data, two.data);
  for (const print of [one, two]) assert.equal(readVoice(print, counts).globalTokens.length, 32);
});

test('what is stuck, and what only holds a sound', () => {
  const speech = Array.from({ length: 200 }, (_, index) => (index * 37) % 91);
  assert.ok(!isStuck(speech));
  assert.ok(!isStuck([...speech, ...new Array(60).fill(7)]));
  assert.ok(isStuck([...speech, ...new Array(75).fill(7)]));
  assert.ok(isStuck([...speech, ...Array.from({ length: 75 }, (_, index) => [3, 9, 4][index % 3])]));
});
