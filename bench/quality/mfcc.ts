import { createRealFft } from '../../src/audio/fft.ts';

/**
 * Mfcc: c1 to c16 of 26 mel bands, 0-8 kHz, 32 ms Hamming windows every 10 ms, of the frames that are not silence (within 35 dB
 * of the loudest). No mean subtraction: the timbre is what tells speakers apart. 16 kHz.
 */
export const dimension = 16;
const bandCount = 26;
const fftSize = 512;
const hop = 160;
const sampleRateHz = 16000;
const silenceRatio = 10 ** (-35 / 10);
/** Against the frame's mean band energy, so that the empty top of a slowed recording does not swamp everything else. */
const bandFloor = 1e-5;

const fft = createRealFft(fftSize);
const hamming = Float64Array.from({ length: fftSize }, (_, n) => 0.54 - 0.46 * Math.cos((2 * Math.PI * (n + 0.5)) / fftSize));
const bands = melBands();
const cosines = Float64Array.from({ length: dimension * bandCount }, (_, index) =>
  Math.cos((Math.PI * (1 + Math.floor(index / bandCount)) * ((index % bandCount) + 0.5)) / bandCount),
);

/** [frames, dimension], flat. */
export function mfcc(samples: Float32Array): Float32Array {
  const frameCount = Math.max(0, Math.floor((samples.length - fftSize) / hop) + 1);
  const energies = new Float64Array(frameCount * bandCount);
  const totals = new Float64Array(frameCount);
  const windowed = new Float64Array(fftSize);
  for (let frame = 0; frame < frameCount; frame++) {
    for (let n = 0; n < fftSize; n++) windowed[n] = samples[frame * hop + n] * hamming[n];
    const spectrum = fft.forward(windowed);
    for (const { bin, band, weight } of bands) {
      const energy = weight * (spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2);
      energies[frame * bandCount + band] += energy;
      totals[frame] += energy;
    }
  }
  const threshold = totals.reduce((a, b) => Math.max(a, b), 0) * silenceRatio;
  const kept: number[] = [];
  for (let frame = 0; frame < frameCount; frame++) if (totals[frame] > threshold) kept.push(frame);
  const result = new Float32Array(kept.length * dimension);
  kept.forEach((frame, index) => {
    const added = (bandFloor * totals[frame]) / bandCount;
    for (let band = 0; band < bandCount; band++) {
      const logEnergy = Math.log(energies[frame * bandCount + band] + added);
      for (let c = 0; c < dimension; c++) result[index * dimension + c] += logEnergy * cosines[c * bandCount + band];
    }
  });
  return result;
}

/** Triangles, equally wide in mel, as (bin, band, weight). */
function melBands(): { bin: number; band: number; weight: number }[] {
  const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const width = mel(sampleRateHz / 2) / (bandCount + 1);
  const result: { bin: number; band: number; weight: number }[] = [];
  for (let bin = 1; bin <= fftSize / 2; bin++) {
    const place = mel((bin * sampleRateHz) / fftSize) / width;
    for (let band = 0; band < bandCount; band++) {
      const weight = 1 - Math.abs(place - (band + 1));
      if (weight > 0) result.push({ bin, band, weight });
    }
  }
  return result;
}
