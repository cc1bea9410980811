import type { Audio } from '../../src/audio/audio.ts';
import { createRealFft } from '../../src/audio/fft.ts';
import { mean, quantile } from '../report.ts';

/** Strength: how far marked speech is from what it was. */

/** Decibels of the speech over what the mark changed. */
export function signalToChange(host: Audio, marked: Float32Array): number {
  let [power, change] = [0, 0];
  for (const [index, sample] of host.samples.entries()) {
    power += sample ** 2;
    change += (marked[index] - sample) ** 2;
  }
  return 10 * Math.log10(power / change);
}

const windowSeconds = 0.025;
const bandCount = 40;
const highestHz = 8000;
const coefficients = 13;
const hopSeconds = 0.01;
/** Against the loudest frames (their 95th percentile). */
const silenceDecibels = -40;

/**
 * Mel-cepstral change, decibels: of 40 mel bands to 8 kHz in frames of 25 ms, the part that coefficients 1 to 13 tell, root mean square over the bands
 * (the scale of Kubichek 1993), mean over the frames that are not silent.
 */
export function cepstralChange(host: Audio, marked: Float32Array): number {
  const bandsAt = createBands(host.sampleRateHz);
  const frames: { level: number; change: number }[] = [];
  const hop = Math.round(hopSeconds * host.sampleRateHz);
  for (let start = 0; start + windowSeconds * host.sampleRateHz <= host.samples.length; start += hop) {
    const before = bandsAt(host.samples, start);
    const after = bandsAt(marked, start);
    const difference = after.map((power, band) => toDecibels(power) - toDecibels(before[band]));
    let sum = 0;
    for (let index = 1; index <= coefficients; index++) {
      let coefficient = 0;
      for (let band = 0; band < bandCount; band++) {
        coefficient += (difference[band] * Math.cos((Math.PI * index * (band + 0.5)) / bandCount)) / bandCount;
      }
      sum += 2 * coefficient ** 2;
    }
    frames.push({ level: toDecibels(before.reduce((total, power) => total + power, 0)), change: Math.sqrt(sum) });
  }
  const loud = quantile(
    frames.map(({ level }) => level),
    0.95,
  );
  return mean(frames.filter(({ level }) => level > loud + silenceDecibels).map(({ change }) => change));
}

/** Powers of the bands, [bandCount], of the window that starts at a sample. */
function createBands(sampleRateHz: number): (samples: Float32Array, start: number) => Float64Array {
  const length = Math.round(windowSeconds * sampleRateHz);
  const fft = createRealFft(2 ** Math.ceil(Math.log2(length)));
  const width = toMel(highestHz) / (bandCount + 1);
  const piece = new Float64Array(fft.size);
  const placeOf = Float64Array.from({ length: fft.size / 2 }, (_, bin) => toMel((bin * sampleRateHz) / fft.size) / width);
  return (samples, start) => {
    for (let i = 0; i < length; i++) piece[i] = samples[start + i] * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
    const spectrum = fft.forward(piece);
    const bands = new Float64Array(bandCount);
    for (const [bin, place] of placeOf.entries()) {
      const power = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
      // Triangles: each bin belongs to the band below and the one above it.
      const below = Math.floor(place) - 1;
      for (const band of [below, below + 1]) {
        if (band >= 0 && band < bandCount) bands[band] += power * (1 - Math.abs(place - (band + 1)));
      }
    }
    return bands;
  };
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function toDecibels(power: number): number {
  return 10 * Math.log10(power + 1e-9);
}
