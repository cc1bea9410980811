import FFT from 'fft.js';

/**
 * Real FFT of one size, over fft.js (radix-4, double precision). Keeps its buffers: the arrays it returns are overwritten by the
 * next call of the same method.
 */
export interface RealFft {
  readonly size: number;
  /** Interleaved (re, im) spectrum, size/2 + 1 bins, of `size` real samples. */
  forward(samples: ArrayLike<number>): Float64Array;
  /** `size` real samples of an interleaved (re, im) half spectrum of size/2 + 1 bins, scaled by 1/size. */
  inverse(halfSpectrum: ArrayLike<number>): Float64Array;
}

export function createRealFft(size: number): RealFft {
  const fft = new FFT(size);
  const spectrum = new Float64Array(2 * size);
  const conjugateSymmetric = new Float64Array(2 * size);
  const complexOut = new Float64Array(2 * size);
  const half = spectrum.subarray(0, size + 2);
  const real = new Float64Array(size);
  return {
    size,
    forward(samples) {
      fft.realTransform(spectrum, samples);
      return half;
    },
    inverse(halfSpectrum) {
      conjugateSymmetric.set(halfSpectrum, 0);
      for (let bin = 1; bin < size / 2; bin++) {
        conjugateSymmetric[2 * (size - bin)] = halfSpectrum[2 * bin]!;
        conjugateSymmetric[2 * (size - bin) + 1] = -halfSpectrum[2 * bin + 1]!;
      }
      fft.inverseTransform(complexOut, conjugateSymmetric);
      for (let sample = 0; sample < size; sample++) real[sample] = complexOut[2 * sample]!;
      return real;
    },
  };
}
