import { createRealFft } from '../../../../audio/fft.ts';

/** One frame as the synthesizer uses it. */
export interface Shape {
  /** 0 where unvoiced. */
  readonly f0Hz: number;
  /** [bins]; natural log power per sample. */
  readonly logPower: Float32Array;
  /** [bins]; minimum phase, radians. */
  readonly phase: Float32Array;
  /** [bins]; share of noise in the power. */
  readonly noiseShare: Float32Array;
}

/** Samples before an event that its block covers: a response moved by part of a sample rings a little ahead of itself. */
export const LEAD_SAMPLES = 16;

/** Makes blocks of `fftSize` samples for pulses and noise. The array returned is overwritten by the next call. */
export interface Shaper {
  /** A pulse `share` of the way from shape `a` to shape `b`, LEAD_SAMPLES + `fraction` samples into the block. */
  pulse(a: Shape, b: Shape, at: { readonly share: number; readonly fraction: number; readonly gain: number }): Float64Array;
  /** The noisy part of `shape`, of an excitation of unit variance [fftSize] that starts the block. */
  noise(shape: Shape, excitation: Float64Array): Float64Array;
}

export function createShaper(fftSize: number): Shaper {
  const fft = createRealFft(fftSize);
  const half = fftSize / 2;
  const spectrum = new Float64Array(fftSize + 2);

  return {
    pulse(a, b, { share, fraction, gain }) {
      const delay = (-2 * Math.PI * (LEAD_SAMPLES + fraction)) / fftSize;
      for (let bin = 0; bin <= half; bin++) {
        const logPower = a.logPower[bin]! + share * (b.logPower[bin]! - a.logPower[bin]!);
        const phase = a.phase[bin]! + share * (b.phase[bin]! - a.phase[bin]!) + delay * bin;
        const noiseShare = a.noiseShare[bin]! + share * (b.noiseShare[bin]! - a.noiseShare[bin]!);
        const magnitude = gain * Math.sqrt(1 - noiseShare) * Math.exp(0.5 * logPower);
        spectrum[2 * bin] = magnitude * Math.cos(phase);
        spectrum[2 * bin + 1] = magnitude * Math.sin(phase);
      }
      // Without its mean, taken out under a Hann window over the block, which in the spectrum is bins 0 and 1 only.
      spectrum[2]! += 0.5 * spectrum[0]!;
      spectrum[0] = 0;
      return fft.inverse(spectrum);
    },
    noise(shape, excitation) {
      const source = fft.forward(excitation);
      for (let bin = 0; bin <= half; bin++) {
        const magnitude = Math.sqrt(shape.noiseShare[bin]!) * Math.exp(0.5 * shape.logPower[bin]!);
        const re = magnitude * Math.cos(shape.phase[bin]!);
        const im = magnitude * Math.sin(shape.phase[bin]!);
        const sourceRe = source[2 * bin]!;
        const sourceIm = source[2 * bin + 1]!;
        spectrum[2 * bin] = re * sourceRe - im * sourceIm;
        spectrum[2 * bin + 1] = re * sourceIm + im * sourceRe;
      }
      return fft.inverse(spectrum);
    },
  };
}
