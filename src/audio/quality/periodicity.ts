import type { RealFft } from '../fft.ts';

/**
 * Periodicity: how strongly a frame repeats itself, and how often per second, from its power spectrum.
 * Autocorrelation divided by that of the window (Boersma 1993, "Accurate short-term analysis of the fundamental frequency"), of a
 * spectrum limited to the voice's strong harmonics and compressed so that one strong formant does not pass for a pitch
 * (Tolonen & Karjalainen 2000, "A computationally efficient multipitch analysis model").
 */
export interface Pitch {
  readonly periodicity: number;
  readonly f0Hz: number;
}

const FLOOR_HZ = 55;
const CEILING_HZ = 500;
const LOWEST_HARMONIC_HZ = 80;
const HIGHEST_HARMONIC_HZ = 2500;
const COMPRESSION = 0.85;
/** How much a candidate loses for each octave below the ceiling, so that 100 Hz does not pass for 50. */
const OCTAVE_COST = 0.03;

/** Returns a function of one power spectrum, [size / 2 + 1], which uses the inverse of `fft`. */
export function createPitchFinder(fft: RealFft, window: Float64Array, sampleRateHz: number): (power: Float64Array) => Pitch {
  const { size } = fft;
  const half = new Float64Array(size + 2);
  const shortest = Math.floor(sampleRateHz / CEILING_HZ);
  const longest = Math.min(Math.ceil(sampleRateHz / FLOOR_HZ), size / 2 - 2);
  const binHz = sampleRateHz / size;
  const [lowest, highest] = [
    Math.ceil(LOWEST_HARMONIC_HZ / binHz),
    Math.floor(Math.min(HIGHEST_HARMONIC_HZ, sampleRateHz / 2) / binHz),
  ];

  const spectrum = fft.forward(window);
  for (let bin = 0; bin <= size / 2; bin++) {
    half[2 * bin] = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    half[2 * bin + 1] = 0;
  }
  const ofWindow = Float64Array.from(fft.inverse(half));

  return power => {
    half.fill(0);
    for (let bin = lowest; bin <= highest; bin++) half[2 * bin] = power[bin]! ** COMPRESSION;
    const correlation = fft.inverse(half);
    const total = correlation[0]!;
    if (!(total > 0)) return { periodicity: 0, f0Hz: 0 };
    const at = (lag: number) => (correlation[lag]! / total) * (ofWindow[0]! / ofWindow[lag]!);
    let best = { score: Number.NEGATIVE_INFINITY, periodicity: 0, f0Hz: 0 };
    for (let lag = shortest; lag <= longest; lag++) {
      const [before, here, after] = [at(lag - 1), at(lag), at(lag + 1)];
      if (here < before || here <= after || here < 0.2) continue;
      const shift = (0.5 * (before - after)) / (before - 2 * here + after);
      const periodicity = Math.min(1, here - 0.25 * (before - after) * shift);
      const f0Hz = sampleRateHz / (lag + shift);
      const score = periodicity - OCTAVE_COST * Math.log2(CEILING_HZ / f0Hz);
      if (score > best.score) best = { score, periodicity, f0Hz };
    }
    return best;
  };
}
