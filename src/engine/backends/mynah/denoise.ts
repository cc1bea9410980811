import type { Audio } from '../../../audio/audio.ts';
import { createRealFft } from '../../../audio/fft.ts';
import { exponentialIntegral } from './exponential-integral.ts';

/**
 * Denoise: steady background noise taken out of a recording, by the log-spectral amplitude estimator (Ephraim and Malah 1985, "Speech
 * enhancement using a minimum mean-square error log-spectral amplitude estimator") with the decision-directed a-priori
 * signal-to-noise ratio of the same authors (1984).
 */
const windowSeconds = 0.032;
const overlap = 4;
/** How much of the a-priori ratio comes from the frame before. */
const memory = 0.95;
const leastPrioriRatio = 10 ** (-25 / 10);
const leastGain = 10 ** (-28 / 20);
/** The quietest frames are taken for pauses. */
const quietShare = 0.08;

export function* denoise({ samples, sampleRateHz }: Audio): Generator<void, Audio> {
  const size = 2 ** Math.ceil(Math.log2(windowSeconds * sampleRateHz));
  const length = Math.round(windowSeconds * sampleRateHz * (1 / overlap)) * overlap;
  const hop = length / overlap;
  const window = Float64Array.from({ length }, (_, index) => Math.sin((Math.PI * (index + 0.5)) / length));
  const bins = size / 2 + 1;
  const fft = createRealFft(size);
  const frame = new Float64Array(size);
  const count = Math.ceil(samples.length / hop) + overlap - 1;
  const transform = (index: number): Float64Array => {
    const start = (index - overlap + 1) * hop;
    for (let at = 0; at < length; at++) frame[at] = window[at] * (samples[start + at] ?? 0);
    return fft.forward(frame);
  };
  const noise = yield* noiseOfPauses(transform, { count, bins, first: overlap - 1, last: count - overlap });
  const cleaned = new Float64Array(count * hop + length);
  const before = new Float64Array(bins);
  const half = new Float64Array(2 * bins);
  for (let index = 0; index < count; index++) {
    const spectrum = transform(index);
    for (let bin = 0; bin < bins; bin++) {
      const power = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
      const posteriori = Math.min(1e5, power / noise[bin]);
      const priori = Math.max(leastPrioriRatio, memory * before[bin] + (1 - memory) * Math.max(0, posteriori - 1));
      const share = priori / (1 + priori);
      const gain = Math.min(1, Math.max(leastGain, share * Math.exp(0.5 * exponentialIntegral(share * posteriori))));
      before[bin] = gain * gain * posteriori;
      half[2 * bin] = gain * spectrum[2 * bin];
      half[2 * bin + 1] = gain * spectrum[2 * bin + 1];
    }
    const piece = fft.inverse(half);
    const start = index * hop;
    for (let at = 0; at < length; at++) cleaned[start + at] += window[at] * piece[at];
    if (index % 100 === 99) yield;
  }
  // Sine windows squared, `overlap` of them at a time, add up to half their number.
  const lead = (overlap - 1) * hop;
  return { samples: Float32Array.from(samples, (_, at) => cleaned[lead + at] / (overlap / 2)), sampleRateHz };
}

/** Mean power of each bin over the quietest frames. */
function* noiseOfPauses(
  transform: (index: number) => Float64Array,
  { count, bins, first, last }: { count: number; bins: number; first: number; last: number },
): Generator<void, Float64Array> {
  const levels: { index: number; level: number }[] = [];
  for (let index = first; index <= last; index++) {
    const spectrum = transform(index);
    // Logarithms let every band count alike, so that rumble does not decide alone.
    let level = 0;
    for (let bin = 1; bin < bins; bin++) level += Math.log(spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2 + 1e-12);
    levels.push({ index, level });
    if (index % 100 === 99) yield;
  }
  levels.sort((a, b) => a.level - b.level);
  const quiet = levels.slice(0, Math.max(1, Math.round(quietShare * count)));
  const noise = new Float64Array(bins);
  for (const { index } of quiet) {
    const spectrum = transform(index);
    for (let bin = 0; bin < bins; bin++) noise[bin] += (spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2) / quiet.length;
  }
  return noise.map(power => power + 1e-12);
}
