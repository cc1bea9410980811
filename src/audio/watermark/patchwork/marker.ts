import { createRealFft } from '../../fft.ts';
import type { Mark, Marker } from '../watermark.ts';
import { bandCount, layout } from './layout.ts';
import { blockOf, firstSlotOf, patternOf } from './pattern.ts';
import { createStrength } from './strength.ts';

const decibel = Math.LN10 / 20;

/** Marker: raises and lowers the bands of short frames by a decibel or two, as the block of the id says. Phases stay, so does silence. */
export function createMarker({ key, generationId }: Mark, sampleRateHz: number): Marker {
  if (!/^[0-9a-f]{8}$/.test(generationId)) throw new RangeError('A generation id has 8 hex digits.');
  const block = blockOf(patternOf(key.bytes), Number.parseInt(generationId, 16));
  const firstSlot = firstSlotOf(key.bytes, generationId);
  const hop = Math.round(layout.hopSeconds * sampleRateHz);
  const frameLength = 2 * hop;
  const fft = createRealFft(2 ** Math.ceil(Math.log2(frameLength)));
  const bandOfBin = bandsOfBins(fft.size, sampleRateHz);
  const strength = createStrength();
  /** Once before and once after the change: the two make a Hann window, whose halves add up to 1. */
  const window = Float64Array.from({ length: frameLength }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / frameLength));
  const frame = new Float64Array(fft.size);
  const energies = new Float64Array(bandCount);
  const gains = new Float64Array(bandCount);
  /** The frame's samples; the first half comes from the frame before. */
  const input = new Float64Array(frameLength);
  const overlap = new Float64Array(hop);
  let fill = hop;
  let hopIndex = 0;
  /** What comes out first belongs to the half frame before the first sample. */
  let unready = hop;

  /** The frame with its bands changed, [frameLength] and more; undefined for silence. */
  function changed(): Float64Array | undefined {
    let isSilent = true;
    for (let i = 0; i < frameLength; i++) {
      frame[i] = input[i]! * window[i]!;
      if (frame[i] !== 0) isSilent = false;
    }
    if (isSilent) return undefined;
    const spectrum = fft.forward(frame);
    energies.fill(0);
    let total = 0;
    for (let bin = 0; bin < bandOfBin.length; bin++) {
      const energy = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
      total += energy;
      if (bandOfBin[bin]! >= 0) energies[bandOfBin[bin]!]! += energy;
    }
    const decibels = strength(energies, total);
    const slot = (firstSlot + Math.floor(hopIndex / layout.hopsPerSlot)) % layout.slots;
    const half = hopIndex % layout.hopsPerSlot < layout.hopsPerSlot / 2 ? 0 : 1;
    for (let band = 0; band < bandCount; band++) {
      const sign = block[(band >> 1) * layout.slots + slot]! * ((band & 1) === half ? 1 : -1);
      gains[band] = Math.exp(sign * decibels[band]! * decibel);
    }
    for (let bin = 0; bin < bandOfBin.length; bin++) {
      if (bandOfBin[bin]! < 0) continue;
      spectrum[2 * bin]! *= gains[bandOfBin[bin]!]!;
      spectrum[2 * bin + 1]! *= gains[bandOfBin[bin]!]!;
    }
    return fft.inverse(spectrum);
  }

  function step(output: Float32Array, at: number): void {
    const marked = changed();
    for (let i = 0; i < hop; i++) {
      output[at + i] = overlap[i]! + (marked ? marked[i]! * window[i]! : 0);
      overlap[i] = marked ? marked[hop + i]! * window[hop + i]! : 0;
    }
    input.copyWithin(0, hop);
    fill = hop;
    hopIndex++;
  }

  function push(samples: Float32Array): Float32Array {
    const output = new Float32Array(Math.floor((fill - hop + samples.length) / hop) * hop);
    let at = 0;
    for (const sample of samples) {
      input[fill++] = sample;
      if (fill < frameLength) continue;
      step(output, at);
      at += hop;
    }
    const early = Math.min(unready, output.length);
    unready -= early;
    return output.subarray(early);
  }

  return {
    delaySamples: frameLength,
    push,
    flush() {
      const held = fill - hop + (hop - unready);
      return push(new Float32Array(frameLength)).subarray(0, held);
    },
  };
}

/** [fftSize / 2 + 1]: the band that each bin belongs to; -1: none. */
function bandsOfBins(fftSize: number, sampleRateHz: number): Int16Array {
  return Int16Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
    const band = Math.floor(((bin * sampleRateHz) / fftSize - layout.lowestHz) / layout.bandHz);
    return band >= 0 && band < bandCount ? band : -1;
  });
}
