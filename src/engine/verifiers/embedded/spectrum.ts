import type { Audio } from '../../../audio/audio.ts';
import { createRealFft } from '../../../audio/fft.ts';
import type { Steps } from '../../../audio/steps.ts';

/** Spectrum: power of a sound every 10 ms, at whatever rate it has, up to what the comparison looks at. */
export interface Spectrum {
  readonly binHz: number;
  readonly binCount: number;
  readonly count: number;
  /** [count, binCount]. */
  readonly power: Float32Array;
}

export const hopSeconds = 0.01;
const windowSeconds = 0.025;
const highestHz = 8_300;
const framesPerTurn = 200;

export function* spectrumOf({ samples, sampleRateHz }: Audio): Steps<Spectrum> {
  const length = Math.round(windowSeconds * sampleRateHz);
  const size = 2 ** Math.ceil(Math.log2(length));
  const fft = createRealFft(size);
  // Hamming.
  const window = Float64Array.from({ length }, (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
  const scale = 1 / window.reduce((sum, weight) => sum + weight * weight, 0);
  const hop = hopSeconds * sampleRateHz;
  const count = Math.floor(samples.length / hop);
  const binHz = sampleRateHz / size;
  const binCount = Math.min(size / 2, Math.ceil(highestHz / binHz));
  const power = new Float32Array(count * binCount);
  const piece = new Float64Array(size);
  for (let frame = 0; frame < count; frame++) {
    const start = Math.round((frame + 0.5) * hop - length / 2);
    for (let i = 0; i < length; i++) piece[i] = (samples[start + i] ?? 0) * window[i];
    const bins = fft.forward(piece);
    const row = frame * binCount;
    for (let bin = 0; bin < binCount; bin++) power[row + bin] = (bins[2 * bin] ** 2 + bins[2 * bin + 1] ** 2) * scale;
    if (frame % framesPerTurn === framesPerTurn - 1) yield;
  }
  return { binHz, binCount, count, power };
}
