import { createRealFft } from '../../../../audio/fft.ts';

/**
 * The minimum phase that belongs to a log power spectrum, through the cepstrum (Oppenheim and Schafer 1989, section 12.7).
 * The map is linear: what lies between two frames may be had by interpolating both the log power and the phase.
 */
export function createMinimumPhase(fftSize: number): (logPower: Float32Array, phase: Float32Array) => void {
  const fft = createRealFft(fftSize);
  const half = fftSize / 2;
  const symmetric = new Float64Array(fftSize);
  return (logPower, phase) => {
    // 1. Log magnitude -> cepstrum (real and even).
    symmetric[0] = 0.5 * logPower[0]!;
    symmetric[half] = 0.5 * logPower[half]!;
    for (let bin = 1; bin < half; bin++) symmetric[bin] = symmetric[fftSize - bin] = 0.5 * logPower[bin]!;
    const cepstrum = fft.forward(symmetric);
    // 2. Its odd part, made causal, has the phase as its imaginary spectrum.
    symmetric.fill(0);
    for (let quefrency = 1; quefrency < half; quefrency++) symmetric[quefrency] = (2 * cepstrum[2 * quefrency]!) / fftSize;
    const spectrum = fft.forward(symmetric);
    for (let bin = 0; bin <= half; bin++) phase[bin] = spectrum[2 * bin + 1]!;
  };
}
