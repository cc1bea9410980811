import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWaveformAccumulator, waveform } from '../../src/audio/waveform.ts';

/** Quiet first half, loud second. */
function step(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => (index % 2 ? 1 : -1) * (index < length / 2 ? 0.1 : 0.4));
}

describe('waveform', () => {
  for (const length of [1, 2, 100, 256, 4_097, 100_000, 1_234_567]) {
    it(`has 256 points for ${length} samples, the loudest 255`, () => {
      const points = waveform(step(length));
      assert.equal(points.length, 256);
      assert.equal(Math.max(...points), 255);
    });
  }

  it('follows the level', () => {
    for (const length of [512, 100_000, 1_234_568]) {
      const points = waveform(step(length));
      assert.ok(
        points.subarray(0, 127).every(point => Math.abs(point - 64) <= 1),
        `first half: ${points.subarray(0, 127)}`,
      );
      assert.ok(
        points.subarray(129).every(point => point >= 254),
        `second half: ${points.subarray(129)}`,
      );
    }
  });

  it('is the same for sound that comes in pieces', () => {
    const samples = step(300_001);
    for (const length of [1_000, 77_777]) {
      const accumulator = createWaveformAccumulator();
      for (let begin = 0; begin < samples.length; begin += length) accumulator.push(samples.subarray(begin, begin + length));
      assert.deepEqual(accumulator.finish(), waveform(samples));
    }
  });

  it('is all 0 for silence, for nothing, and for noise far below hearing', () => {
    for (const samples of [new Float32Array(10_000), new Float32Array(0), new Float32Array(10_000).fill(1e-5)]) {
      assert.deepEqual(waveform(samples), new Uint8Array(256));
    }
  });
});
