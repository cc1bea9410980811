import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStretcher } from '../../src/audio/stretch.ts';

const sampleRateHz = 16_000;

function tone(hertz: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: seconds * sampleRateHz },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / sampleRateHz),
  );
}

/** In parts of changing length. */
function stretch(samples: Float32Array, rate: number): Float32Array {
  const stretcher = createStretcher(sampleRateHz, rate);
  const made: number[] = [];
  for (let at = 0, part = 1; at < samples.length; at += part, part = (part * 7 + 13) % 3001)
    made.push(...stretcher.push(samples.subarray(at, at + part)));
  made.push(...stretcher.flush());
  return Float32Array.from(made);
}

function crossings(samples: Float32Array): number {
  return samples.reduce((count, value, i) => count + (i > 0 && value >= 0 && samples[i - 1] < 0 ? 1 : 0), 0);
}

for (const rate of [0.5, 0.7, 1.3, 2]) {
  test(`at ${rate} the sound takes its time and keeps its pitch`, () => {
    const samples = tone(220, 2);
    const made = stretch(samples, rate);
    const seconds = made.length / sampleRateHz;
    assert.ok(Math.abs(seconds - 2 / rate) < 0.05 / rate, `${seconds} s`);
    const hertz = crossings(made) / seconds;
    assert.ok(Math.abs(hertz - 220) < 4, `${hertz} Hz`);
    // No window is weaker or louder than the tone.
    assert.ok(made.every(value => Math.abs(value) < 0.55));
    const middle = made.subarray(1000, -1000);
    const power = middle.reduce((sum, value) => sum + value * value, 0) / middle.length;
    assert.ok(Math.abs(power - 0.125) < 0.01, `power ${power}`);
  });
}

test('at 1 the samples come out as they went in', () => {
  const samples = tone(300, 0.3);
  assert.deepEqual(stretch(samples, 1), samples);
});

test('a sound shorter than a window comes out', () => {
  const made = stretch(tone(200, 0.01), 1.5);
  assert.ok(made.length > 0 && made.length <= 160);
});
