import type { TopConfig } from './config.ts';

/**
 * Reference sound: a recording as the encoders want it: at a usual volume, cut or repeated to the length that the speaker encoder was trained on, or
 * standardised for wav2vec2. Upstream's rules, in double precision as there.
 */
const QUIET_PEAK = 0.1;
const AUDIBLE = 0.01;
const FEWEST_AUDIBLE = 10;
const TARGET_LEVEL = 0.2;
const GAIN = { least: 0.1, most: 10 };

/** Brings the louder parts to a usual level; a recording that is nearly silent is raised first. */
export function normalizeVolume(samples: Float32Array): Float32Array {
  const magnitudes = Float64Array.from(samples, Math.abs).sort();
  const peak = magnitudes.at(-1) ?? 0;
  // The levels below are those from before: so does upstream.
  const raised =
    peak < QUIET_PEAK
      ? Float64Array.from(samples, value => (value / Math.max(peak, 1e-3)) * QUIET_PEAK)
      : Float64Array.from(samples);
  const audible = magnitudes.subarray(magnitudes.findIndex(value => value > AUDIBLE));
  const count = peak > AUDIBLE ? audible.length : 0;
  if (count <= FEWEST_AUDIBLE) return Float32Array.from(raised);
  const loud = audible.subarray(Math.trunc(0.9 * count), Math.trunc(0.99 * count));
  const level = loud.reduce((sum, value) => sum + value, 0) / loud.length;
  const gain = Math.min(GAIN.most, Math.max(GAIN.least, TARGET_LEVEL / level));
  const scaled = raised.map(value => value * gain);
  const loudest = scaled.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Float32Array.from(scaled, value => (loudest > 1 ? value / loudest : value));
}

/** Samples that the speaker encoder reads. */
export function referenceLength({ sample_rate: rate, ref_segment_duration: seconds, latent_hop_length: hop }: TopConfig): number {
  return Math.floor(Math.trunc(rate * seconds) / hop) * hop;
}

/** The first so many samples; a shorter recording is repeated. */
export function referenceClip(samples: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => samples[i % samples.length]);
}

const SMALLEST_VARIANCE = 1e-7;

/** Mean 0 and variance 1 over the whole recording (transformers' Wav2Vec2FeatureExtractor). */
export function standardize(samples: Float32Array): Float32Array {
  let sum = 0;
  for (const value of samples) sum += value;
  const mean = sum / samples.length;
  let squares = 0;
  for (const value of samples) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / samples.length + SMALLEST_VARIANCE);
  return samples.map(value => (value - mean) / deviation);
}
