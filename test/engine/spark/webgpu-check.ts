import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestDifference, runOn } from './provider-comparison.ts';

/** Run by scripts/golden.ts where there is a GPU or a software one: the WebGPU path says and sounds what the processor does. */
test('WebGPU: the same tokens and the same sound as the processor', { timeout: 900_000 }, async () => {
  const [here, there] = [await runOn('cpu', 'float32'), await runOn('webgpu', 'float32')];
  assert.deepEqual(there.rows, here.rows);
  assert.ok(largestDifference(here.voice, there.voice) <= 1e-5);
  const difference = largestDifference(here.sound, there.sound);
  // Sines and sums of a GPU are less exact; -60 dB of full scale.
  assert.ok(difference <= 1e-3, `sound: ${difference}`);
});
