import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finish } from '../../../../src/audio/steps.ts';
import { pairFrames } from '../../../../src/engine/backends/mynah/alignment/inca.ts';
import { alignLadder } from '../../../../src/engine/backends/mynah/alignment/ladder.ts';
import { nearestRows } from '../../../../src/engine/backends/mynah/alignment/nearest.ts';
import { thin } from '../../../../src/engine/backends/mynah/alignment/thin.ts';
import { createFrames, hopSeconds } from '../../../../src/engine/backends/mynah/frames.ts';
import { trackOf, trackOfReading } from '../../../../src/engine/backends/mynah/parameters.ts';
import { phoneClass } from '../../../../src/engine/reading/phones.ts';
import { played, sharedReader } from '../person.ts';

const bandHz = 8000;
const factor = 1.12;

test('nearest rows are found in both directions', () => {
  const a = { data: Float32Array.of(0, 0, 10, 0), count: 2, width: 2 };
  const b = { data: Float32Array.of(9, 0, 1, 1, -4, 0), count: 3, width: 2 };
  const { ofA, ofB, distance } = finish(nearestRows(a, b));
  assert.deepEqual([...ofA], [1, 0]);
  assert.deepEqual([...ofB], [1, 0, 0]);
  assert.ok(Math.abs(distance - (Math.SQRT2 + 1) / 2) < 1e-6);
});

test('the ladder labels a faster, higher voice with the phones it says', async () => {
  const reader = await sharedReader();
  const reading = reader.read('These days a chicken leg is a rare dish. A rod is used to catch pink salmon.', 'en');
  const source = trackOfReading(reading, bandHz);
  const target = trackOf(played(reading.audio, factor), bandHz);
  const [alignment] = finish(alignLadder([{ target, source }]));
  let near = 0;
  let speech = 0;
  alignment!.sourceOfFrame.forEach((frame, index) => {
    if (alignment!.phoneOfFrame[index]! < 0) return;
    speech++;
    if (Math.abs(frame - index * factor) <= 5) near++;
  });
  assert.ok(near / speech > 0.9, `${near} of ${speech} frames within 25 ms`);
  assert.ok(alignment!.explainedShare > 0.8, `explains ${alignment!.explainedShare}`);
});

test('without words, frames are paired with sounds of their own kind', async () => {
  const reader = await sharedReader();
  const spoken = reader.read('The boy was there when the sun rose. The source of the huge river is the clear spring.', 'en');
  const target = trackOf(played(spoken.audio, factor), bandHz);
  const other = 'Thick fog choked the valley. She sang loudly while the children jumped over puddles. Give the cheap box to Roy.';
  const source = trackOfReading(reader.read(other, 'en'), bandHz);
  const { alignment, tractFactor } = finish(pairFrames(target, source, { bandHz }));
  let right = 0;
  let speech = 0;
  alignment.phoneOfFrame.forEach((phone, frame) => {
    const said = spoken.phones.find(({ endSeconds }) => endSeconds > frame * hopSeconds * factor);
    if (phone < 0 || !said?.ipa) return;
    speech++;
    if (phoneClass(source.phones[phone]!.ipa) === phoneClass(said.ipa)) right++;
  });
  assert.ok(speech > 300);
  assert.ok(right / speech > 0.7, `${right} of ${speech} frames paired with their class`);
  assert.ok(tractFactor < 1, `formants at ${tractFactor}`);
});

test('more than a minute is thinned: pauses first, then evenly, pairs kept', () => {
  const count = 24_000;
  const track = (length: number) => ({
    count: length,
    cepstra: { ...createFrames(length, 1), data: Float32Array.from({ length }, (_, index) => index) },
    f0Hz: new Float32Array(length),
    aperiodicity: createFrames(length, 1),
  });
  const phones = [{ ipa: 'a', stressed: false, startsWord: true, startSeconds: 0, endSeconds: 1 }];
  const source = { ...track(count), phones, phoneOfFrame: new Int16Array(count) };
  const isPause = (frame: number) => frame % 2000 < 500;
  const alignment = {
    kind: 'aligned' as const,
    sourceOfFrame: Int32Array.from({ length: count }, (_, index) => index),
    phoneOfFrame: Int16Array.from({ length: count }, (_, index) => (isPause(index) ? -1 : 0)),
  };
  const [kept] = thin([{ utterance: { target: track(count), source }, alignment }]);
  const { target, source: keptSource } = kept!.utterance;
  assert.ok(target.count * hopSeconds <= 60 && target.count * hopSeconds > 50, `${target.count} frames`);
  const pauses = kept!.alignment.phoneOfFrame.filter(phone => phone < 0).length;
  assert.ok(pauses < 0.1 * target.count, `${pauses} frames of pause`);
  kept!.alignment.sourceOfFrame.forEach((row, frame) => {
    assert.equal(keptSource.cepstra.data[row], target.cepstra.data[frame]);
  });
  assert.ok(target.cepstra.data[target.count - 1]! > 0.9 * count, 'the end is heard too');
});

test('less than a minute is left alone', () => {
  const track = { count: 10, cepstra: createFrames(10, 1), f0Hz: new Float32Array(10), aperiodicity: createFrames(10, 1) };
  const source = { ...track, phones: [], phoneOfFrame: new Int16Array(10) };
  const pair = {
    utterance: { target: track, source },
    alignment: { kind: 'paired' as const, sourceOfFrame: new Int32Array(10), phoneOfFrame: new Int16Array(10) },
  };
  assert.equal(thin([pair])[0], pair);
});
