import { createMatrix, type Matrix } from './matrix.ts';
import type { Spectrum } from './spectrum.ts';

/**
 * Mel: a spectrum in bands as wide as the ear's (Davis and Mermelstein 1980), with the pre-emphasis of 6 dB per octave that speech
 * recognisers use. Bands may be shifted along frequency to undo the length of a vocal tract (Lee and Rose 1998, "A frequency warping
 * approach to speaker normalization").
 */
export const bandCount = 24;
const lowestHz = 120;
const highestHz = 6_800;
/** Of 0.97 at 16 kHz. */
const preEmphasis = { coefficient: 0.97, sampleRateHz: 16_000 };

/** Power of each band, [count, bandCount]. `factor` 1.1 takes every band 10 % higher. */
export function melPowers(spectrum: Spectrum, factor = 1): Matrix {
  const filters = filtersFor(spectrum, factor);
  const result = createMatrix(spectrum.count, bandCount);
  for (let frame = 0; frame < spectrum.count; frame++) {
    const row = frame * spectrum.binCount;
    for (let band = 0; band < bandCount; band++) {
      const { first, weights } = filters[band];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * spectrum.power[row + first + i];
      result.data[frame * bandCount + band] = sum;
    }
  }
  return result;
}

interface Filter {
  readonly first: number;
  readonly weights: Float64Array;
}

function filtersFor({ binHz, binCount }: Spectrum, factor: number): Filter[] {
  const low = toMel(lowestHz);
  const step = (toMel(highestHz) - low) / (bandCount + 1);
  return Array.from({ length: bandCount }, (_, band) => {
    const [from, center, to] = [0, 1, 2].map(edge => factor * toHz(low + (band + edge) * step));
    const first = Math.min(binCount - 1, Math.ceil(from / binHz));
    const last = Math.max(first, Math.min(binCount - 1, Math.floor(to / binHz)));
    const weights = Float64Array.from({ length: last - first + 1 }, (_, i) => {
      const hertz = (first + i) * binHz;
      return Math.max(0, Math.min((hertz - from) / (center - from), (to - hertz) / (to - center)));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
    return { first, weights: weights.map((weight, i) => (weight / sum) * emphasis((first + i) * binHz)) };
  });
}

function emphasis(hertz: number): number {
  const { coefficient, sampleRateHz } = preEmphasis;
  return 1 + coefficient ** 2 - 2 * coefficient * Math.cos((2 * Math.PI * Math.min(hertz, sampleRateHz / 2)) / sampleRateHz);
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function toHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
