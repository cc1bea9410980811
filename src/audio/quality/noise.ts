import type { Frames } from './frames.ts';
import { decibels, quantile } from './statistics.ts';
import type { Speech } from './vad.ts';

/**
 * Noise: the spectrum of what is heard when nobody speaks, how far speech stands above it, and how much it hisses.
 * Measured in the pauses. Where there are too few, or a noise gate has emptied them, it is what each band of the spectrum falls to
 * between sounds (minimum statistics: Martin 2001, "Noise power spectral density estimation based on optimal smoothing and minimum
 * statistics").
 */
export interface Noise {
  /** Power density, full-scale square per Hz, [frames.bandCount]. */
  readonly density: Float64Array;
  /** Speech against noise, whole band; NaN without speech. */
  readonly snrDecibels: number;
}

const FEWEST_QUIET_FRAMES = 15;
const GATED_DECIBELS = -80;
const MINIMUM_SHARE = 0.05;
/** A low quantile of a noise band lies this far below its mean (gamma distribution, about 5 bins per band). */
const MINIMUM_BIAS = 2.5;
/** No studio is quieter, and digital silence has no finite ratio. */
const HIGHEST_SNR_DECIBELS = 70;

export function measureNoise(frames: Frames, speech: Speech): Noise {
  const quiet = quieterHalf(frames, indicesOf(speech.quiet));
  const talking = indicesOf(speech.inside);
  let density = meanDensity(frames, quiet);
  const gated = 10 * Math.log10(totalPower(density, frames) + 1e-30) < GATED_DECIBELS;
  if (talking.length > 0 && (quiet.length < FEWEST_QUIET_FRAMES || gated)) {
    const between = density.map((_, band) => MINIMUM_BIAS * bandQuantile(frames, talking, { band, share: MINIMUM_SHARE }));
    density =
      gated && quiet.length >= FEWEST_QUIET_FRAMES ? between.map((value, band) => Math.max(value, density[band]!)) : between;
  }
  const [heard, background] = [totalPower(meanDensity(frames, talking), frames), totalPower(density, frames)];
  // Half a decibel of speech is the least that shows; below, the ratio is as good as none.
  const ratio = Math.max(heard - background, 0.01 * background) / Math.max(background, 1e-30);
  return { density, snrDecibels: talking.length > 0 ? Math.min(HIGHEST_SNR_DECIBELS, decibels(ratio)) : Number.NaN };
}

/**
 * Spectral flatness (Gray & Markel 1974) of the background, 0 (hum) to 1 (white), between 250 Hz and `bandwidthHz`.
 * White noise hides the upper formants, which are faint, far more than a room's low rumble of the same power.
 */
export function measureWhiteness(frames: Frames, noise: Noise, bandwidthHz: number): number {
  const from = Math.ceil(250 / frames.bandHz);
  const to = Math.floor(Math.min(bandwidthHz, 8000) / frames.bandHz);
  const values = noise.density.subarray(from, to);
  if (values.length < 8 || totalPower(noise.density, frames) < 1e-11) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanLog = values.reduce((sum, value) => sum + Math.log(value + 1e-30), 0) / values.length;
  return Math.exp(meanLog) / mean;
}

/** Quantile over the frames listed of one band's density. */
export function bandQuantile(frames: Frames, listed: Int32Array, { band, share }: { band: number; share: number }): number {
  return quantile(
    Float32Array.from(listed, frame => frames.bands[frame * frames.bandCount + band]!),
    share,
  );
}

export function indicesOf(mask: Uint8Array): Int32Array {
  const indices: number[] = [];
  for (let i = 0; i < mask.length; i++) if (mask[i]) indices.push(i);
  return Int32Array.from(indices);
}

/** What rings on after a word, or rustles in a pause, is not the background: the quieter half of the pauses is. */
function quieterHalf(frames: Frames, quiet: Int32Array): Int32Array {
  const levels = Float32Array.from(quiet, frame => frames.levelDecibels[frame]!);
  const middle = quantile(levels, 0.5);
  return quiet.filter((_, i) => levels[i]! <= middle);
}

function meanDensity(frames: Frames, listed: Int32Array): Float64Array {
  const mean = new Float64Array(frames.bandCount);
  for (const frame of listed) {
    for (let band = 0; band < frames.bandCount; band++)
      mean[band]! += frames.bands[frame * frames.bandCount + band]! / listed.length;
  }
  return mean;
}

function totalPower(density: Float64Array, frames: Frames): number {
  return density.reduce((sum, value) => sum + value * frames.bandHz, 0);
}
