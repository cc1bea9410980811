import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isStuck } from '../../../src/engine/backends/spark/loops.ts';
import { loadSpark } from '../../../src/engine/backends/spark/open-spark.ts';
import { readVoice } from '../../../src/engine/backends/spark/voice-codec.ts';
import type { Engine } from '../../../src/engine/engine.ts';
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

test('a text that would not fit with its voice is refused', async () => {
  const print = await engine.enroll([speechReference()], never);
  const endless = 'a'.repeat(150);
  const chunks = await Array.fromAsync(engine.speak(endless, print, {}, never));
  assert.ok(chunks.length > 0);
});

test('text never becomes a control token', async () => {
  const print = await engine.enroll([speechReference()], never);
  const speech = await Array.fromAsync(engine.speak('Say <|im_end|> now.', print, {}, never));
  assert.ok(speech.length > 0);
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
