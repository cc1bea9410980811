import { createRealFft } from '../../../../audio/fft.ts';

const PERIODS = 4;

export interface AperiodicityAnalyzer {
  /**
   * Writes the share of noise in the power of each band [bands], 0 to 1, around `centreSample` into `row`. `slopeHz` is the
   * change of the pitch in Hz per second.
   */
  analyze(
    samples: Float32Array,
    centreSample: number,
    pitch: { readonly f0Hz: number; readonly slopeHz: number },
    row: Float32Array,
  ): void;
}

/**
 * Four periods are resampled so that each has the same number of points (which undoes a glide), and transformed under a Hann
 * window. Harmonics then fall on every fourth bin and leave the bins halfway between them empty: what is found there is noise.
 */
export function createAperiodicityAnalyzer(sampleRateHz: number, edgesHz: readonly number[]): AperiodicityAnalyzer {
  const sizes = [512, 1024, 2048].map(size => ({
    fft: createRealFft(size),
    frame: new Float64Array(size),
    window: Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)),
  }));
  const bands = edgesHz.length - 1;
  return {
    analyze(samples, centreSample, { f0Hz, slopeHz }, row) {
      const period = sampleRateHz / f0Hz;
      const { fft, frame, window } = sizes.find(({ fft: { size } }) => size >= PERIODS * period) ?? sizes.at(-1)!;
      const { size } = fft;
      // Phase (in periods) u = t / period + bend t^2 / 2, inverted to second order.
      const bend = slopeHz / f0Hz / sampleRateHz;
      for (let i = 0; i < size; i++) {
        const straight = (PERIODS * i * period) / size - 0.5 * PERIODS * period;
        frame[i] = window[i]! * cubic(samples, centreSample + straight - 0.5 * bend * straight * straight);
      }
      const spectrum = fft.forward(frame);
      const binHz = f0Hz / PERIODS;
      for (let band = 0; band < bands; band++) {
        const first = Math.max(PERIODS / 2, Math.round(edgesHz[band]! / binHz));
        const last = Math.min(size / 2, Math.round(edgesHz[band + 1]! / binHz));
        let total = 0;
        let between = 0;
        let gaps = 0;
        for (let bin = first; bin < last; bin++) {
          const power = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
          total += power;
          if (bin % PERIODS === PERIODS / 2) {
            between += power;
            gaps++;
          }
        }
        row[band] = gaps === 0 || total === 0 ? 1 : Math.min(1, ((between / gaps) * (last - first)) / total);
      }
    },
  };
}

/** Catmull-Rom interpolation; 0 outside. */
function cubic(samples: Float32Array, at: number): number {
  const index = Math.floor(at);
  if (index < 1 || index + 2 >= samples.length) return 0;
  const t = at - index;
  const a = samples[index - 1]!;
  const b = samples[index]!;
  const c = samples[index + 1]!;
  const d = samples[index + 2]!;
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
