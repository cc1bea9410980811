declare module 'fft.js' {
  /** Radix-4 FFT of a power-of-two size; complex arrays are interleaved (re, im). */
  // biome-ignore lint/style/noDefaultExport: the package has a default export
  export default class FFT {
    constructor(size: number);
    readonly size: number;
    /** Fills bins 0..size/2 of `out` (length 2*size). */
    realTransform(out: Float64Array, input: ArrayLike<number>): void;
    transform(out: Float64Array, input: Float64Array): void;
    /** Scaled by 1/size. */
    inverseTransform(out: Float64Array, input: Float64Array): void;
  }
}
