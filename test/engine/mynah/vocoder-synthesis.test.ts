import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audio } from '../../../src/audio/audio.ts';
import { trackPitch } from '../../../src/audio/pitch.ts';
import { analyze } from '../../../src/engine/backends/mynah/vocoder/analysis.ts';
import { createSynthesizer, type SpeechFrames } from '../../../src/engine/backends/mynah/vocoder/synthesis.ts';
import { decibels, rms, vowel, whiteNoise } from './vowel.ts';

const BINS = 513;

function part(whole: SpeechFrames, from: number, to: number): SpeechFrames {
  const bands = whole.bandEdgesHz.length - 1;
  return {
    f0Hz: whole.f0Hz.subarray(from, to),
    logEnvelope: whole.logEnvelope.subarray(from * BINS, to * BINS),
    aperiodicity: whole.aperiodicity.subarray(from * bands, to * bands),
    bandEdgesHz: whole.bandEdgesHz,
  };
}

function synthesize(whole: SpeechFrames, options: { sampleRateHz?: number; seed?: number; cut?: number } = {}): Float32Array {
  const { cut = whole.f0Hz.length, ...rest } = options;
  const synthesizer = createSynthesizer(rest);
  const pieces: Float32Array[] = [];
  for (let from = 0; from < whole.f0Hz.length; from += cut) {
    pieces.push(synthesizer.push(part(whole, from, Math.min(whole.f0Hz.length, from + cut))));
  }
  pieces.push(synthesizer.flush());
  return Float32Array.from(pieces.flatMap(piece => [...piece]));
}

const inside = (samples: Float32Array) => samples.subarray(Math.floor(samples.length * 0.2), Math.floor(samples.length * 0.8));

/** Half vowel, half noise. */
function mixture(): Audio {
  const samples = new Float32Array(24_000);
  samples.set(vowel(140, 24_000, 0.5).samples);
  samples.set(whiteNoise(0.05, 24_000, 0.5).samples, 12_000);
  return { samples, sampleRateHz: 24_000 };
}

for (const sampleRateHz of [16_000, 24_000]) {
  for (const pitchHz of [90, 150, 260]) {
    test(`copy of a vowel at ${pitchHz} Hz, ${sampleRateHz} Hz: same level, pitch and spectrum`, () => {
      const audio = vowel(pitchHz, sampleRateHz, 0.6);
      const analysis = analyze(audio);
      const copy = { samples: synthesize(analysis, { sampleRateHz }), sampleRateHz };
      assert.ok(Math.abs(decibels(rms(inside(copy.samples)) / rms(inside(audio.samples)))) < 1);
      const { f0Hz } = trackPitch(copy);
      for (let frame = 20; frame < 100; frame++) assert.ok(Math.abs(f0Hz[frame]! / pitchHz - 1) < 0.005, `${f0Hz[frame]} Hz`);
      const again = analyze(copy);
      let sum = 0;
      let count = 0;
      for (let frame = 30; frame < 90; frame++) {
        const highest = Math.round((4000 / sampleRateHz) * 1024);
        for (let bin = Math.ceil((pitchHz / sampleRateHz) * 1024); bin < highest; bin++) {
          sum += ((10 / Math.LN10) * (again.logEnvelope[frame * BINS + bin]! - analysis.logEnvelope[frame * BINS + bin]!)) ** 2;
          count++;
        }
      }
      assert.ok(Math.sqrt(sum / count) < 1.5, `${Math.sqrt(sum / count).toFixed(2)} dB`);
    });
  }
}

test('copy of noise has its level', () => {
  const audio = whiteNoise(0.1, 24_000, 1);
  assert.ok(Math.abs(decibels(rms(inside(synthesize(analyze(audio)))) / 0.1)) < 1);
});

test('a frame owns one hop of samples', () => {
  const analysis = analyze(mixture());
  assert.equal(synthesize(analysis).length, analysis.frames * 120);
});

for (const cut of [1, 2, 7, 64]) {
  test(`cut into pushes of ${cut} frames, not a sample changes`, () => {
    const analysis = analyze(mixture());
    assert.deepEqual(synthesize(analysis, { cut }), synthesize(analysis));
  });
}

test('what a push returns lags no more than two frames behind', () => {
  const analysis = analyze(mixture());
  const synthesizer = createSynthesizer();
  assert.ok(synthesizer.push(part(analysis, 0, 50)).length >= 48 * 120);
});

test('a seed decides the noise', () => {
  const analysis = analyze(mixture());
  assert.deepEqual(synthesize(analysis, { seed: 5 }), synthesize(analysis, { seed: 5 }));
  assert.notDeepEqual(synthesize(analysis, { seed: 5 }), synthesize(analysis, { seed: 6 }));
});

test('silence in, silence out', () => {
  const out = synthesize(analyze({ samples: new Float32Array(12_000), sampleRateHz: 24_000 }));
  assert.ok(out.every(value => Math.abs(value) < 1e-5));
});

test('a voice leaves no rumble below its pitch', () => {
  const out = inside(synthesize(analyze(vowel(150, 24_000, 0.6))));
  assert.ok(Math.abs(out.reduce((sum, value) => sum + value, 0) / out.length) < 1e-4);
});

for (const [name, value] of Object.entries({ zeros: 0, constant: 0.9 })) {
  test(`copy of ${name} is finite`, () => {
    assert.ok(synthesize(analyze({ samples: new Float32Array(9600).fill(value), sampleRateHz: 24_000 })).every(Number.isFinite));
  });
}

test('copy of a clipped tone is finite and no louder than 3 dB more', () => {
  const samples = Float32Array.from({ length: 24_000 }, (_, i) => Math.sign(Math.sin(i / 25)));
  const out = synthesize(analyze({ samples, sampleRateHz: 24_000 }));
  assert.ok(out.every(Number.isFinite));
  assert.ok(decibels(rms(out) / rms(samples)) < 3);
});

test('nothing pushed: nothing comes out', () => {
  assert.equal(createSynthesizer().flush().length, 0);
});

test('frames that do not fit the synthesizer are refused', () => {
  const analysis = analyze(mixture());
  assert.throws(() => createSynthesizer({ fftSize: 512 }).push(analysis), RangeError);
});
