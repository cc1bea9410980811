import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Audio, concatenate, durationSeconds } from '../../../src/audio/audio.ts';
import { analyseFrames } from '../../../src/audio/quality/frames.ts';
import { trimSilences } from '../../../src/audio/quality/trim.ts';
import { detectSpeech } from '../../../src/audio/quality/vad.ts';
import { addNoise, RATE_HZ, silence, speech } from './synthetic.ts';

const spoken = speech(4);
const withPauses = concatenate([silence(2), spoken, silence(3), spoken, silence(1.5)], RATE_HZ);

const largest = (values: Float32Array) => values.reduce((highest, value) => Math.max(highest, value), 0);
const speechOf = (audio: Audio) => detectSpeech(analyseFrames(audio));

for (const [name, audio] of [
  ['in silence', withPauses],
  ['in noise', addNoise(withPauses, 25)],
] as const) {
  test(`long pauses become short ones, the edges too, and no speech is lost, ${name}`, () => {
    const [before, after] = [speechOf(audio), speechOf(trimSilences(audio))];
    assert.ok(Math.abs(after.seconds - before.seconds) < 0.25, `${before.seconds} s of speech became ${after.seconds} s`);
    assert.ok(Math.abs(after.segments[0]!.startSeconds - 0.1) < 0.06, `speech begins at ${after.segments[0]!.startSeconds} s`);
    const pauses = after.segments.slice(1).map((segment, i) => segment.startSeconds - after.segments[i]!.endSeconds);
    assert.ok(Math.max(...pauses) < 0.6, `the longest pause left is ${Math.max(...pauses)} s`);
    assert.ok(
      pauses.some(pause => Math.abs(pause - 0.3) < 0.06),
      `no pause of 0.3 s among ${pauses}`,
    );
  });
}

test('the seam does not click', () => {
  const trimmed = trimSilences(addNoise(withPauses, 25)).samples;
  const steps = trimmed.map((sample, i) => Math.abs(sample - (trimmed[i - 1] ?? sample)));
  const original = addNoise(withPauses, 25).samples.map((sample, i, all) => Math.abs(sample - (all[i - 1] ?? sample)));
  assert.ok(largest(steps) <= largest(original) * 1.001);
});

test('speech without long pauses keeps every sample', () => {
  const middle = { ...spoken, samples: spoken.samples.slice(0.15 * RATE_HZ, 3 * RATE_HZ) };
  const trimmed = trimSilences(middle);
  assert.ok(durationSeconds(middle) - durationSeconds(trimmed) < 0.35);
  const offset = middle.samples.findIndex((_, i) =>
    trimmed.samples.subarray(0, 2000).every((sample, j) => sample === middle.samples[i + j]),
  );
  assert.ok(offset >= 0, 'the trimmed speech is not a stretch of the original');
});

test('audio without speech is returned as it is', () => {
  const nothing = silence(2);
  assert.equal(trimSilences(nothing), nothing);
});
