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

/** `size`: a power of two, at least 4. */
export function createRealFft(size: number): RealFft {
  const forwardFft = new FFT(size);
  const spectrum = new Float64Array(2 * size);
  const half = spectrum.subarray(0, size + 2);
  // The inverse runs as a complex transform of half the size: even samples in the real part, odd ones in the imaginary part.
  const halfSize = size / 2;
  const inverseFft = new FFT(halfSize);
  const packed = new Float64Array(size);
  const real = new Float64Array(size);
  const cosine = Float64Array.from({ length: halfSize }, (_, bin) => Math.cos((2 * Math.PI * bin) / size));
  const sine = Float64Array.from({ length: halfSize }, (_, bin) => Math.sin((2 * Math.PI * bin) / size));
  return {
    size,
    forward(samples) {
      forwardFft.realTransform(spectrum, samples);
      return half;
    },
    inverse(halfSpectrum) {
      for (let bin = 0; bin < halfSize; bin++) {
        const mirror = halfSize - bin;
        const re = halfSpectrum[2 * bin]!;
        // What a real signal cannot have, an imaginary part at 0 and at the Nyquist frequency, is ignored.
        const im = bin === 0 ? 0 : halfSpectrum[2 * bin + 1]!;
        const mirrorRe = halfSpectrum[2 * mirror]!;
        const mirrorIm = bin === 0 ? 0 : -halfSpectrum[2 * mirror + 1]!;
        const differenceRe = re - mirrorRe;
        const differenceIm = im - mirrorIm;
        const c = cosine[bin]!;
        const s = sine[bin]!;
        packed[2 * bin] = 0.5 * (re + mirrorRe - (differenceRe * s + differenceIm * c));
        packed[2 * bin + 1] = 0.5 * (im + mirrorIm + (differenceRe * c - differenceIm * s));
      }
      inverseFft.inverseTransform(real, packed);
      return real;
    },
  };
}
