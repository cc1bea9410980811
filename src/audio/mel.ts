import { createRealFft } from './fft.ts';

/**
 * Mel: a moment of sound as logarithmic power in bands that are equally wide in mel (O'Shaughnessy 1987, "Speech communication"), which is
 * about how an ear divides it. Keeps its buffers: an array that it returns is overwritten by the next call.
 */
export interface MelAnalyser {
  readonly windowLength: number;
  readonly bandCount: number;
  /** Natural logarithm of each band's power, [bandCount], of `windowLength` samples from `start`; outside of the samples is silence. */
  bands(samples: Float32Array, start: number): Float32Array;
}

export interface MelOptions {
  readonly windowSeconds: number;
  readonly bandCount: number;
  readonly lowestHz: number;
  /** At most half the rate. */
  readonly highestHz: number;
}

/** -100 dB of full scale: digital silence has no logarithm. */
const LEAST_POWER = 1e-10;

export function createMelAnalyser(sampleRateHz: number, options: MelOptions): MelAnalyser {
  const { windowSeconds, bandCount } = options;
  const windowLength = Math.round(windowSeconds * sampleRateHz);
  const fft = createRealFft(2 ** Math.ceil(Math.log2(windowLength)));
  const window = Float64Array.from(
    { length: windowLength },
    (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / windowLength),
  );
  const scale = 2 / (fft.size * window.reduce((sum, weight) => sum + weight * weight, 0));
  const weights = triangles(sampleRateHz, fft.size, options);
  const piece = new Float64Array(fft.size);
  const result = new Float32Array(bandCount);
  return {
    windowLength,
    bandCount,
    bands(samples, start) {
      for (let i = 0; i < windowLength; i++) piece[i] = (samples[start + i] ?? 0) * window[i]!;
      const spectrum = fft.forward(piece);
      result.fill(0);
      for (const { bin, band, weight } of weights) {
        result[band] += weight * scale * (spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2);
      }
      for (let band = 0; band < bandCount; band++) result[band] = Math.log(result[band]! + LEAST_POWER);
      return result;
    },
  };
}

/** Cosine transform (DCT-II) of bands: [count] coefficients, the level left out: the first one is the tilt. */
export function cepstrum(bands: Float32Array, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let band = 0; band < bands.length; band++) {
      sum += bands[band]! * Math.cos((Math.PI * (index + 1) * (band + 0.5)) / bands.length);
    }
    return sum / bands.length;
  });
}

function triangles(sampleRateHz: number, fftSize: number, { bandCount, lowestHz, highestHz }: MelOptions) {
  const low = toMel(lowestHz);
  const width = (toMel(Math.min(highestHz, sampleRateHz / 2)) - low) / (bandCount + 1);
  const found: { bin: number; band: number; weight: number }[] = [];
  for (let bin = 1; bin <= fftSize / 2; bin++) {
    const place = (toMel((bin * sampleRateHz) / fftSize) - low) / width;
    for (let band = Math.max(0, Math.floor(place) - 1); band < Math.min(bandCount, place + 1); band++) {
      const weight = 1 - Math.abs(place - (band + 1));
      if (weight > 0) found.push({ bin, band, weight });
    }
  }
  return found;
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}
