import type { Audio } from '../audio.ts';

const TAPS_PER_PHASE = 16;
const LOWEST_RATE_HZ = 7000;

/** Low-passed and decimated by a whole factor to between 7 and 14 kHz; sample i of the result lies at i / its rate. */
export function decimateForPitch(audio: Audio): Audio {
  const factor = Math.max(1, Math.floor(audio.sampleRateHz / LOWEST_RATE_HZ));
  if (factor === 1) return audio;
  const half = (TAPS_PER_PHASE * factor) / 2;
  const taps = lowPass(half, 0.4 / factor);
  const { samples } = audio;
  const decimated = new Float32Array(Math.ceil(samples.length / factor));
  for (let index = 0; index < decimated.length; index++) {
    const start = index * factor - half;
    const from = Math.max(0, -start);
    const to = Math.min(taps.length, samples.length - start);
    let sum = 0;
    for (let tap = from; tap < to; tap++) sum += taps[tap]! * samples[start + tap]!;
    decimated[index] = sum;
  }
  return { samples: decimated, sampleRateHz: audio.sampleRateHz / factor };
}

/** Hann-windowed sinc of 2 * half + 1 taps, gain 1 at 0 Hz; cut-off in cycles per sample. */
function lowPass(half: number, cutoff: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, tap) => {
    const offset = tap - half;
    const sinc = offset === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * offset) / (Math.PI * offset);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * offset) / (half + 1)));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map(tap => tap / sum);
}
