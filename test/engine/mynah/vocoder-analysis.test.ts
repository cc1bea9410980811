import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/engine/backends/mynah/vocoder/analysis.ts';
import { vowel, vowelLogPower, whiteNoise } from './vowel.ts';

const DECIBELS_PER_NEPER = 10 / Math.LN10;

for (const sampleRateHz of [16_000, 22_050, 24_000]) {
  for (const pitchHz of [90, 130, 220]) {
    test(`envelope of a vowel at ${pitchHz} Hz, ${sampleRateHz} Hz: follows the resonances`, () => {
      const { logEnvelope, fftSize, frames } = analyze(vowel(pitchHz, sampleRateHz, 0.5));
      const bins = fftSize / 2 + 1;
      const row = logEnvelope.subarray((frames >> 1) * bins, ((frames >> 1) + 1) * bins);
      const differences: number[] = [];
      for (let bin = 1; bin * (sampleRateHz / fftSize) < 5000; bin++) {
        const hz = (bin * sampleRateHz) / fftSize;
        if (hz > pitchHz) differences.push(DECIBELS_PER_NEPER * (row[bin]! - vowelLogPower(hz, sampleRateHz)));
      }
      const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
      const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
      assert.ok(spread < 2.5, `${spread.toFixed(2)} dB off the true envelope`);
    });
  }
}

test('the envelope of noise has the level of the noise', () => {
  const { logEnvelope, fftSize } = analyze(whiteNoise(0.1, 16_000, 1));
  const bins = fftSize / 2 + 1;
  let sum = 0;
  for (let frame = 20; frame < 180; frame++) {
    for (let bin = 0; bin < bins; bin++) sum += Math.exp(logEnvelope[frame * bins + bin]!);
  }
  // Three uniform draws in -1..1 have a variance of 1.
  assert.ok(Math.abs(DECIBELS_PER_NEPER * Math.log(sum / bins / 160 / 0.01)) < 1);
});

test('aperiodicity: harmonics are near 0, noise is 1, half and half is between', () => {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const voice = vowel(120, 24_000, 0.5);
  const pure = analyze(voice);
  const bands = pure.bandEdgesHz.length - 1;
  assert.deepEqual(pure.bandEdgesHz, [0, 1000, 2000, 4000, 6000, 8000, 12000]);
  const inside = (values: Float32Array) => values.slice(10 * bands, 90 * bands);
  assert.ok(mean(inside(pure.aperiodicity)) < 0.02);
  const noise = whiteNoise(0.1, 24_000, 0.5);
  assert.ok(mean(inside(analyze(noise).aperiodicity)) > 0.9);
  // A flat pulse train under as much noise.
  const pulses = Float32Array.from(noise.samples, (value, i) => value + (i % 200 === 0 ? 0.1 * Math.sqrt(200) : 0));
  const mixed = analyze({ samples: pulses, sampleRateHz: 24_000 }, { f0Hz: new Float32Array(101).fill(120) });
  assert.ok(Math.abs(mean(inside(mixed.aperiodicity)) - 0.5) < 0.1);
});

test('a glide does not read as noise', () => {
  const sampleRateHz = 24_000;
  let phase = 0;
  const samples = Float32Array.from({ length: sampleRateHz }, (_, i) => {
    const pitchHz = 110 * 2 ** (i / sampleRateHz);
    phase += pitchHz / sampleRateHz;
    let sum = 0;
    for (let harmonic = 1; harmonic * pitchHz < 8000; harmonic++) sum += Math.cos(2 * Math.PI * harmonic * phase);
    return 0.005 * sum;
  });
  const { aperiodicity } = analyze({ samples, sampleRateHz });
  for (let frame = 20; frame < 180; frame++) {
    for (let band = 0; band < 4; band++) assert.ok(aperiodicity[frame * 6 + band]! < 0.1, `frame ${frame}, band ${band}`);
  }
});

const extremes: Record<string, (i: number) => number> = {
  'all zeros': () => 0,
  'a constant': () => 0.9,
  clipped: i => Math.sign(Math.sin(i / 20)),
  'one click': i => (i === 5000 ? 1 : 0),
};
for (const [name, value] of Object.entries(extremes)) {
  test(`analysis of ${name} is finite`, () => {
    const analysis = analyze({ samples: Float32Array.from({ length: 12_000 }, (_, i) => value(i)), sampleRateHz: 24_000 });
    assert.ok(analysis.logEnvelope.every(Number.isFinite));
    assert.ok(analysis.aperiodicity.every(share => share >= 0 && share <= 1));
    assert.ok(analysis.f0Hz.every(hz => hz >= 0 && hz <= 500));
  });
}

test('a pitch of the wrong length is refused', () => {
  assert.throws(() => analyze(whiteNoise(0.1, 16_000, 1), { f0Hz: new Float32Array(3) }), RangeError);
});
