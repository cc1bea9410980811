import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trackPitch } from '../../src/audio/pitch.ts';

const SECONDS = 1;
const HOP_SECONDS = 0.005;
/** Frames whose window touches an end are not judged. */
const MARGIN_FRAMES = 12;

interface Voice {
  readonly pitchHz: (seconds: number) => number;
  readonly sampleRateHz: number;
  readonly harmonics?: readonly number[];
  readonly noise?: number;
}

/** Reproducible noise in -1..1. */
function createUniform(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function sing({ pitchHz, sampleRateHz, harmonics = [1, 2, 3, 4, 5, 6, 7, 8], noise = 0 }: Voice) {
  const uniform = createUniform();
  let phase = 0;
  const samples = Float32Array.from({ length: SECONDS * sampleRateHz }, (_, index) => {
    const now = pitchHz(index / sampleRateHz);
    const sum = harmonics.reduce((total, harmonic) => total + Math.cos(2 * Math.PI * harmonic * phase) / harmonic, 0);
    phase += now / sampleRateHz;
    return 0.1 * sum + noise * uniform();
  });
  return { samples, sampleRateHz };
}

const rows: readonly (Voice & { readonly name: string; readonly within: number })[] = [
  { name: 'a low voice', pitchHz: () => 75, sampleRateHz: 16_000, within: 0.002 },
  { name: 'a middle voice', pitchHz: () => 130.3, sampleRateHz: 22_050, within: 0.002 },
  { name: 'a high voice', pitchHz: () => 440, sampleRateHz: 24_000, within: 0.002 },
  { name: 'a voice at 48 kHz', pitchHz: () => 210, sampleRateHz: 48_000, within: 0.002 },
  { name: 'a glide of an octave', pitchHz: t => 110 * 2 ** t, sampleRateHz: 24_000, within: 0.005 },
  { name: 'a fall', pitchHz: t => 260 - 120 * t, sampleRateHz: 16_000, within: 0.005 },
  { name: 'vibrato', pitchHz: t => 200 + 10 * Math.sin(10 * Math.PI * t), sampleRateHz: 16_000, within: 0.03 },
  { name: 'no fundamental', pitchHz: () => 120, sampleRateHz: 16_000, harmonics: [2, 3, 4, 5, 6], within: 0.002 },
  { name: 'strong second harmonic', pitchHz: () => 150, sampleRateHz: 16_000, harmonics: [2, 2, 2, 1, 3, 4, 5], within: 0.002 },
  { name: 'mild noise', pitchHz: () => 120, sampleRateHz: 16_000, noise: 0.05, within: 0.01 },
];

for (const { name, within, ...voice } of rows) {
  test(`pitch of ${name}: every frame voiced, no octave error`, () => {
    const { f0Hz, periodicity } = trackPitch(sing(voice));
    assert.equal(f0Hz.length, SECONDS / HOP_SECONDS + 1);
    for (let frame = MARGIN_FRAMES; frame < f0Hz.length - MARGIN_FRAMES; frame++) {
      const expectedHz = voice.pitchHz(frame * HOP_SECONDS);
      assert.ok(Math.abs(f0Hz[frame]! / expectedHz - 1) < within, `frame ${frame}: ${f0Hz[frame]} Hz, expected ${expectedHz} Hz`);
      assert.ok(periodicity[frame]! > 0.7 && periodicity[frame]! <= 1);
    }
  });
}

test('noise is unvoiced', () => {
  const { f0Hz } = trackPitch(sing({ pitchHz: () => 0, sampleRateHz: 16_000, harmonics: [], noise: 0.3 }));
  assert.ok(f0Hz.filter(value => value > 0).length < 0.05 * f0Hz.length);
});

test('silence and a constant are unvoiced', () => {
  for (const value of [0, 0.5]) {
    const { f0Hz, periodicity } = trackPitch({ samples: new Float32Array(16_000).fill(value), sampleRateHz: 16_000 });
    assert.ok(f0Hz.every(hz => hz === 0 || (value > 0 && Number.isFinite(hz))));
    assert.ok(periodicity.every(share => share >= 0 && share <= 1));
    assert.equal(f0Hz[100], 0);
  }
});

test('audio of no or few samples has its frames and no pitch', () => {
  for (const length of [0, 1, 100]) {
    const { f0Hz } = trackPitch({ samples: new Float32Array(length).fill(0.1), sampleRateHz: 16_000 });
    assert.equal(f0Hz.length, Math.floor(length / 80) + 1);
    assert.ok(f0Hz.every(Number.isFinite));
  }
});

test('voice between pauses: the pauses stay unvoiced', () => {
  const audio = sing({ pitchHz: () => 120, sampleRateHz: 16_000, noise: 0.002 });
  for (const [from, to] of [
    [0, 4800],
    [11_200, 16_000],
  ] as const) {
    for (let i = from; i < to; i++) audio.samples[i]! *= 0.01;
  }
  const { f0Hz } = trackPitch(audio);
  assert.ok(f0Hz.subarray(0, 50).every(hz => hz === 0));
  assert.ok(f0Hz.subarray(70, 130).every(hz => Math.abs(hz - 120) < 1));
  assert.ok(f0Hz.subarray(150).every(hz => hz === 0));
});
