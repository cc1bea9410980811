import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finish } from '../../../src/audio/steps.ts';
import { denoise } from '../../../src/engine/backends/mynah/denoise.ts';
import { exponentialIntegral } from '../../../src/engine/backends/mynah/exponential-integral.ts';
import { personSays, whiteNoise } from './person.ts';

// Abramowitz and Stegun, table 5.1.
const integrals: readonly (readonly [number, number])[] = [
  [0.01, 4.0379296],
  [0.5, 0.5597736],
  [1, 0.2193839],
  [2, 0.0489005],
  [10, 4.15697e-6],
];
for (const [x, expected] of integrals) {
  test(`E1(${x})`, () => {
    assert.ok(Math.abs(exponentialIntegral(x) / expected - 1) < 1e-4);
  });
}

const power = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0) / values.length;
const difference = (a: Float32Array, b: Float32Array) => a.map((value, index) => value - b[index]!);

test('noise becomes much less, speech stays', async () => {
  const { samples, sampleRateHz } = await personSays('Two blue fish swam in the tank. Her purse was full of useless trash.');
  const noise = whiteNoise(samples.length, 0.1 * Math.sqrt(power(samples)));
  const cleaned = finish(denoise({ samples: samples.map((value, index) => value + noise[index]!), sampleRateHz }));
  assert.equal(cleaned.samples.length, samples.length);
  assert.equal(cleaned.sampleRateHz, sampleRateHz);
  const gain = 10 * Math.log10(power(noise) / power(difference(cleaned.samples, samples)));
  assert.ok(gain > 3, `the error falls by ${gain.toFixed(1)} dB`);
});

test('what has no noise is hardly changed', async () => {
  const { samples, sampleRateHz } = await personSays('Two blue fish swam in the tank.');
  const cleaned = finish(denoise({ samples, sampleRateHz }));
  const error = 10 * Math.log10(power(difference(cleaned.samples, samples)) / power(samples));
  assert.ok(error < -12, `error ${error.toFixed(1)} dB`);
});

test('silence and a single sample are no trouble', () => {
  for (const length of [0, 1, 5000]) {
    const { samples } = finish(denoise({ samples: new Float32Array(length), sampleRateHz: 24_000 }));
    assert.equal(samples.length, length);
    assert.ok(samples.every(value => value === 0));
  }
});
