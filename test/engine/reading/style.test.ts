import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationSeconds } from '../../../src/audio/audio.ts';
import { createReader } from '../../../src/engine/reading/espeak.ts';

const text = 'The birch canoe slid on the smooth planks.';

test('a reader slows down, changes its voice, and comes back to what is usual', async () => {
  const reader = await createReader();
  const seconds = (...style: Parameters<typeof reader.read> extends [string, string, (infer Style)?] ? [Style?] : never) =>
    durationSeconds(reader.read(text, 'en', ...style).audio);
  const usual = seconds();
  assert.ok(seconds({ wordsPerMinute: 120 }) > 1.2 * usual);
  const zeroCrossings = (variant: string) => {
    const { samples } = reader.read(text, 'en', { variant }).audio;
    return samples.reduce((count, sample, index) => count + Number(sample * (samples[index - 1] ?? 0) < 0), 0);
  };
  assert.ok(Math.abs(zeroCrossings('f2') / zeroCrossings('') - 1) > 0.05, 'another voice sounds otherwise');
  assert.ok(Math.abs(seconds() / usual - 1) < 0.02);
});
