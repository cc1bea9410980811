import { createFrames, type Frames } from './frames.ts';

/**
 * Mel cepstrum of a log power envelope: cosine series over a mel-warped frequency axis from 0 Hz to `bandHz`, in dB.
 * Scaled so that the Euclidean distance of two rows is the RMS difference of the envelopes in dB along that axis.
 * The band is the reference's own: a telephone recording is described, compared and spoken within what it has.
 */
export interface CepstralAxis {
  readonly bandHz: number;
  /** order + 1: c0 (mean level) up to the highest cosine. */
  readonly width: number;
  /** Natural log power rows (count, fftSize/2 + 1) to cepstra (count, width). */
  fromLogEnvelope(logEnvelope: Float32Array, count: number): Frames;
  /** One row of cepstra to natural log power on fftSize/2 + 1 bins; falls off steeply above the band. */
  toLogEnvelope(cepstrum: ArrayLike<number>, out: Float32Array): void;
}

export const cepstralOrder = 36;
const decibelsPerNeper = 10 / Math.LN10;
const axisPoints = 96;
/** Beyond the band nothing is known: fade to silence over this share of it, as a codec or a telephone does. */
const fadeShare = 0.06;
const fadeDecibels = 50;

export const melOfHz = (hz: number) => 1127 * Math.log1p(hz / 700);
export const hzOfMel = (mel: number) => 700 * Math.expm1(mel / 1127);

export function createCepstralAxis(options: { bandHz: number; sampleRateHz: number; fftSize: number }): CepstralAxis {
  const { bandHz, sampleRateHz, fftSize } = options;
  const bins = fftSize / 2 + 1;
  const width = cepstralOrder + 1;
  const hzPerBin = sampleRateHz / fftSize;
  const melStep = melOfHz(bandHz) / axisPoints;
  const basis = (order: number, position: number) => (order === 0 ? 1 : Math.SQRT2 * Math.cos(Math.PI * order * position));

  // Analysis: average the envelope around each point of the warped axis, then project on the cosines.
  const averages = Array.from({ length: axisPoints }, (_, point) => {
    const weights = triangle(
      hzOfMel((point - 0.5) * melStep),
      hzOfMel((point + 0.5) * melStep),
      hzOfMel((point + 1.5) * melStep),
      hzPerBin,
      bins,
    );
    return { firstBin: weights[0][0], weights: Float64Array.from(weights, ([, weight]) => weight) };
  });
  const projection = new Float64Array(axisPoints * width);
  for (let point = 0; point < axisPoints; point++) {
    for (let order = 0; order < width; order++)
      projection[point * width + order] = (basis(order, (point + 0.5) / axisPoints) / axisPoints) * decibelsPerNeper;
  }
  // Synthesis: evaluate the cosine series at each bin.
  const synthesis = new Float64Array(bins * width);
  const fade = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const position = Math.min(1, melOfHz(bin * hzPerBin) / melOfHz(bandHz));
    for (let order = 0; order < width; order++) synthesis[bin * width + order] = basis(order, position) / decibelsPerNeper;
    fade[bin] = (Math.min(1, Math.max(0, bin * hzPerBin - bandHz) / (fadeShare * bandHz)) * -fadeDecibels) / decibelsPerNeper;
  }

  return {
    bandHz,
    width,
    fromLogEnvelope(logEnvelope, count) {
      const frames = createFrames(count, width);
      const cepstrum = new Float64Array(width);
      for (let index = 0; index < count; index++) {
        const offset = index * bins;
        cepstrum.fill(0);
        for (let point = 0; point < axisPoints; point++) {
          const { firstBin, weights } = averages[point];
          let level = 0;
          for (let bin = 0; bin < weights.length; bin++) level += weights[bin] * logEnvelope[offset + firstBin + bin];
          for (let order = 0, at = point * width; order < width; order++, at++) cepstrum[order] += level * projection[at];
        }
        frames.data.set(cepstrum, index * width);
      }
      return frames;
    },
    toLogEnvelope(cepstrum, out) {
      for (let bin = 0; bin < bins; bin++) {
        let sum = fade[bin];
        const offset = bin * width;
        for (let order = 0; order < width; order++) sum += synthesis[offset + order] * cepstrum[order];
        out[bin] = sum;
      }
    },
  };
}

/** Weights, adding up to 1, of the bins under a triangle; where it is narrower than a bin, linear interpolation at its peak. */
function triangle(
  leftHz: number,
  peakHz: number,
  rightHz: number,
  hzPerBin: number,
  bins: number,
): [bin: number, weight: number][] {
  const weights: [number, number][] = [];
  let total = 0;
  for (let bin = Math.max(0, Math.ceil(leftHz / hzPerBin)); bin <= Math.min(bins - 1, rightHz / hzPerBin); bin++) {
    const hz = bin * hzPerBin;
    const weight = hz < peakHz ? (hz - leftHz) / (peakHz - leftHz) : (rightHz - hz) / (rightHz - peakHz);
    if (weight > 0) {
      weights.push([bin, weight]);
      total += weight;
    }
  }
  if (weights.length >= 2) return weights.map(([bin, weight]) => [bin, weight / total]);
  const exact = Math.min(bins - 1.001, Math.max(0, peakHz / hzPerBin));
  const below = Math.floor(exact);
  return [
    [below, below + 1 - exact],
    [below + 1, exact - below],
  ];
}
