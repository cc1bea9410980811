import type { Audio } from '../../../src/audio/audio.ts';

/** Centre and bandwidth of each resonance: roughly the vowel of "father". */
export const RESONANCES_HZ = [
  [700, 110],
  [1150, 120],
  [2500, 180],
  [3400, 250],
] as const;

/** Natural log power response of the vowel's all-pole filter. */
export function vowelLogPower(frequencyHz: number, sampleRateHz: number): number {
  let log = 0;
  for (const [centreHz, bandwidthHz] of RESONANCES_HZ) {
    const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
    for (const sign of [1, -1]) {
      const angle = (2 * Math.PI * (frequencyHz - sign * centreHz)) / sampleRateHz;
      log -= Math.log(1 - 2 * radius * Math.cos(angle) + radius * radius);
    }
  }
  return log;
}

/** A vowel as a sum of harmonics, exact at any pitch: harmonic amplitudes follow `vowelLogPower`. Rms about 0.1. */
export function vowel(pitchHz: number, sampleRateHz: number, seconds: number): Audio {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  for (let harmonic = 1; harmonic * pitchHz < 0.48 * sampleRateHz; harmonic++) {
    const amplitude = Math.exp(0.5 * vowelLogPower(harmonic * pitchHz, sampleRateHz));
    const step = (2 * Math.PI * harmonic * pitchHz) / sampleRateHz;
    // Schroeder phases keep the crest low.
    for (let i = 0; i < samples.length; i++) samples[i]! += amplitude * Math.cos(step * i - 0.05 * harmonic * harmonic);
  }
  const scale = 0.1 / rms(samples);
  return { samples: samples.map(value => value * scale), sampleRateHz };
}

export function whiteNoise(rmsLevel: number, sampleRateHz: number, seconds: number): Audio {
  let state = 99;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const samples = Float32Array.from({ length: seconds * sampleRateHz }, () => rmsLevel * (uniform() + uniform() + uniform()));
  return { samples, sampleRateHz };
}

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

export function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}
