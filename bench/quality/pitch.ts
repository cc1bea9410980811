import { createRealFft } from '../../src/audio/fft.ts';

/**
 * Pitch and pace, measured independently of the engine: F0 from the autocorrelation of a Hann window divided by that of the
 * window (Boersma 1993), each frame by itself, and the extent of the speech from its level.
 */
const fftSize = 2048;
const windowLength = 640; // 40 ms at 16 kHz
const hop = 160;
const sampleRateHz = 16000;
const lowestHz = 65;
const highestHz = 400;
const voicedThreshold = 0.6;
const silenceRatio = 10 ** (-40 / 10);

const fft = createRealFft(fftSize);
const hann = Float64Array.from(
  { length: windowLength },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / windowLength),
);
const windowCorrelation = Float64Array.from(autocorrelation(hann));

/** F0 in hertz of the voiced frames. */
export function voicedPitches(samples: Float32Array): number[] {
  const energies = frameEnergies(samples);
  const threshold = energies.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-30 / 10);
  const pitches: number[] = [];
  const windowed = new Float64Array(windowLength);
  for (let frame = 0; frame * hop + windowLength <= samples.length; frame++) {
    if (energies[frame] < threshold) continue;
    const start = frame * hop;
    let average = 0;
    for (let n = 0; n < windowLength; n++) average += samples[start + n] / windowLength;
    for (let n = 0; n < windowLength; n++) windowed[n] = (samples[start + n] - average) * hann[n];
    const pitch = strongestPeriod(autocorrelation(windowed));
    if (pitch) pitches.push(pitch);
  }
  return pitches;
}

/** From the first frame to the last that is within 40 dB of the loudest. */
export function speechSeconds(samples: Float32Array): number {
  const energies = frameEnergies(samples);
  const threshold = energies.reduce((a, b) => Math.max(a, b), 0) * silenceRatio;
  return (
    ((energies.findLastIndex(energy => energy > threshold) - energies.findIndex(energy => energy > threshold) + 1) * hop) /
    sampleRateHz
  );
}

function frameEnergies(samples: Float32Array): Float64Array {
  const energies = new Float64Array(Math.ceil(samples.length / hop));
  for (let index = 0; index < samples.length; index++) energies[Math.floor(index / hop)] += samples[index] ** 2;
  return energies;
}

function strongestPeriod(correlation: Float64Array): number | undefined {
  const shortest = Math.floor(sampleRateHz / highestHz);
  const longest = Math.ceil(sampleRateHz / lowestHz);
  const normalised = (lag: number) => (correlation[lag] / correlation[0] / windowCorrelation[lag]) * windowCorrelation[0];
  let best = 0;
  let bestScore = voicedThreshold;
  for (let lag = shortest; lag <= longest; lag++) {
    const value = normalised(lag);
    if (value < normalised(lag - 1) || value < normalised(lag + 1)) continue;
    const score = value - 0.02 * Math.log2(lag / shortest); // the shorter of two equal periods
    if (score > bestScore) [best, bestScore] = [lag, score];
  }
  if (best === 0) return undefined;
  const [before, at, after] = [normalised(best - 1), normalised(best), normalised(best + 1)];
  return sampleRateHz / (best + (0.5 * (before - after)) / (before - 2 * at + after));
}

function autocorrelation(frame: Float64Array): Float64Array {
  const padded = new Float64Array(fftSize);
  padded.set(frame);
  const spectrum = Float64Array.from(fft.forward(padded));
  for (let bin = 0; bin <= fftSize / 2; bin++) {
    spectrum[2 * bin] = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
    spectrum[2 * bin + 1] = 0;
  }
  return fft.inverse(spectrum);
}
