import type { Audio } from '../../audio.ts';
import { createRealFft } from '../../fft.ts';
import { quantile } from '../statistics.ts';

/** Mel picture: a spectrogram with frequency spaced as ears space it (mel scale of O'Shaughnessy 1987). */
export interface MelPicture {
  readonly columns: number;
  readonly rows: number;
  /** 0 to 1, row 0 the highest frequency, [rows, columns]. */
  readonly brightness: Float32Array;
  readonly highestHz: number;
}

const WINDOW_SECONDS = 0.04;
const SHOWN_DECIBELS = 70;
const HIGHEST_HZ = 12_000;
const MOST_LOOKS_PER_COLUMN = 3;

export const melOf = (hz: number) => 2595 * Math.log10(1 + hz / 700);
const hzOf = (mel: number) => 700 * (10 ** (mel / 2595) - 1);

export function melPicture({ samples, sampleRateHz }: Audio, { columns, rows }: { columns: number; rows: number }): MelPicture {
  const size = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRateHz));
  const fft = createRealFft(size);
  const piece = new Float64Array(size);
  const highestHz = Math.min(HIGHEST_HZ, sampleRateHz / 2);
  const edges = Float64Array.from(
    { length: rows + 1 },
    (_, row) => (hzOf((melOf(highestHz) * (rows - row)) / rows) * size) / sampleRateHz,
  );
  const decibels = new Float32Array(rows * columns);
  const power = new Float64Array(size / 2 + 1);
  const step = samples.length / columns;
  const looks = Math.max(1, Math.min(MOST_LOOKS_PER_COLUMN, Math.round((2 * step) / size)));
  for (let column = 0; column < columns; column++) {
    power.fill(0);
    for (let look = 0; look < looks; look++) {
      const start = Math.round((column + (look + 0.5) / looks) * step - size / 2);
      for (let i = 0; i < size; i++) piece[i] = (samples[start + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
      const spectrum = fft.forward(piece);
      for (let bin = 0; bin <= size / 2; bin++) power[bin]! += spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    }
    for (let row = 0; row < rows; row++) {
      decibels[row * columns + column] = 10 * Math.log10(meanBetween(power, edges[row + 1]!, edges[row]!) / looks + 1e-14);
    }
  }
  const brightest = Math.max(-50, quantile(decibels, 0.997));
  const brightness = decibels.map(value => Math.max(0, Math.min(1, 1 + (value - brightest) / SHOWN_DECIBELS)));
  return { columns, rows, brightness, highestHz };
}

/** Mean over a range of bins; between two bins, a straight line. */
function meanBetween(power: Float64Array, from: number, to: number): number {
  if (to - from < 1) {
    const middle = Math.min(power.length - 1.001, (from + to) / 2);
    const bin = Math.floor(middle);
    return power[bin]! + (middle - bin) * (power[bin + 1]! - power[bin]!);
  }
  let [sum, count] = [0, 0];
  for (let bin = Math.ceil(from); bin < to && bin < power.length; bin++) {
    sum += power[bin]!;
    count++;
  }
  return sum / Math.max(1, count);
}
