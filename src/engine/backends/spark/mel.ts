import { createRealFft } from '../../../audio/fft.ts';
import type { BicodecConfig } from './config.ts';

/**
 * Mel spectrogram of the speaker encoder: magnitudes, not powers, and no logarithm. Slaney's mel scale and area norm (Auditory Toolbox, 1998; as in
 * librosa), a periodic Hann window in the middle of a longer frame, reflected edges (as torch.stft).
 */
export interface MelSpectrogram {
  /** [frames, mels], row by row. */
  readonly values: Float32Array;
  readonly frames: number;
}

export function createMelSpectrogram(config: BicodecConfig['mel_params']): (samples: Float32Array) => MelSpectrogram {
  const { n_fft: size, win_length: windowLength, hop_length: hop, num_mels: mels } = config;
  const fft = createRealFft(size);
  const filters = melFilters(config);
  const offset = (size - windowLength) / 2;
  const window = Float64Array.from({ length: windowLength }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowLength));
  const piece = new Float64Array(size);
  const magnitudes = new Float64Array(size / 2 + 1);

  return samples => {
    const frames = 1 + Math.floor(samples.length / hop);
    const values = new Float32Array(frames * mels);
    for (let frame = 0; frame < frames; frame++) {
      const start = frame * hop - size / 2 + offset;
      for (let i = 0; i < windowLength; i++) piece[offset + i] = window[i] * samples[reflect(start + i, samples.length)];
      const spectrum = fft.forward(piece);
      for (let bin = 0; bin < magnitudes.length; bin++)
        magnitudes[bin] = Math.sqrt(spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2);
      for (const [mel, { firstBin, weights }] of filters.entries()) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i] * magnitudes[firstBin + i];
        values[frame * mels + mel] = sum;
      }
    }
    return { values, frames };
  };
}

/** A place before the start or after the end is that as far inside, as a mirror at the outermost sample shows it. */
function reflect(place: number, length: number): number {
  if (place < 0) return Math.min(-place, length - 1);
  return place < length ? place : Math.max(0, 2 * (length - 1) - place);
}

export interface MelFilter {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

/** One triangle for each band over the bins of the spectrum, each of area one. */
export function melFilters({
  sample_rate: sampleRateHz,
  n_fft: size,
  num_mels: mels,
  mel_fmin: lowestHz,
  mel_fmax: highestHz,
}: BicodecConfig['mel_params']): MelFilter[] {
  const low = toMel(lowestHz);
  const high = toMel(highestHz ?? sampleRateHz / 2);
  const edgesHz = Array.from({ length: mels + 2 }, (_, index) => toHertz(low + ((high - low) * index) / (mels + 1)));
  const bins = size / 2 + 1;
  return Array.from({ length: mels }, (_, mel) => {
    const [left, middle, right] = edgesHz.slice(mel, mel + 3);
    const all = Array.from({ length: bins }, (_, bin) => {
      const hertz = (bin * sampleRateHz) / size;
      const height = Math.min((hertz - left) / (middle - left), (right - hertz) / (right - middle));
      return (Math.max(0, height) * 2) / (right - left);
    });
    const firstBin = Math.max(
      0,
      all.findIndex(weight => weight > 0),
    );
    const lastBin = all.findLastIndex(weight => weight > 0);
    return { firstBin, weights: Float64Array.from(all.slice(firstBin, lastBin + 1)) };
  });
}

/** Linear below 1000 Hz, logarithmic above. */
const LINEAR_HZ = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ;
const LOG_STEP = Math.log(6.4) / 27;

function toMel(hertz: number): number {
  return hertz < BREAK_HZ ? hertz / LINEAR_HZ : BREAK_MEL + Math.log(hertz / BREAK_HZ) / LOG_STEP;
}

function toHertz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HZ : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
}
