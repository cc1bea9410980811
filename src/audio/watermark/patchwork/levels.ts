import { createRealFft } from '../../fft.ts';
import type { Steps } from '../../steps.ts';
import { markRateHz } from '../watermark.ts';
import { bandCount, layout } from './layout.ts';

/** Levels: what a detector sees of sound: how loud each band is, every 5 ms, as decibels. */
export interface Levels {
  readonly frames: number;
  /** [frames * bandsSeen], from two bands below the lowest one to two above the highest. */
  readonly bands: Float32Array;
  /** [frames]: of the whole frame, or what a louder one before it still masks. */
  readonly masker: Float32Array;
  /** [pairs]: what a pair seldom falls below: noise, or silence. */
  readonly ground: Float32Array;
}

export const framesPerSlot = 8;
export const bandsSeen = bandCount + 4;
/** Where the bands of a pair begin. */
export const bandOfPair = (pair: number) => 2 + 2 * pair;

const hop = (layout.hopSeconds * layout.hopsPerSlot * markRateHz) / framesPerSlot;
/** 32 ms: longer ones see less of the halves of a slot, shorter ones less of the bands. */
const windowLength = 512;
const hertzPerBin = markRateHz / windowLength;
/** Against loud frames: what is weaker is silence. */
const floor = 1e-6;
const loudShare = 0.95;
const groundShare = 0.1;
/** The marker's 13 dB for each 100 ms. */
const decayDecibels = 0.066;
const framesPerStep = 50;

/** One for each of `scales`: what is heard at f was made at f / scale. Shorter than a window: no frames. */
export function* measureLevels(samples: Float32Array, scales: readonly number[]): Steps<Levels[]> {
  const frames = Math.max(0, Math.floor((samples.length - windowLength) / hop) + 1);
  const powers = new Float64Array(frames);
  const bands = scales.map(() => new Float32Array(frames * bandsSeen));
  const edges = scales.map(edgesAt);
  const fft = createRealFft(windowLength);
  const window = Float64Array.from(
    { length: windowLength },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowLength),
  );
  const piece = new Float64Array(windowLength);
  /** Power up to the middle between two bins. */
  const cumulative = new Float64Array(windowLength / 2 + 2);
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < windowLength; i++) piece[i] = samples[frame * hop + i]! * window[i]!;
    const spectrum = fft.forward(piece);
    for (let bin = 0; bin <= windowLength / 2; bin++) {
      cumulative[bin + 1] = cumulative[bin]! + spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    }
    powers[frame] = cumulative[windowLength / 2 + 1]!;
    for (let scale = 0; scale < scales.length; scale++) spread(cumulative, edges[scale]!, bands[scale]!, frame * bandsSeen);
    if (frame % framesPerStep === framesPerStep - 1) yield;
  }
  const silence = floor * quantile(powers, loudShare) + 1e-30;
  const masker = maskerOf(powers, silence);
  const result: Levels[] = [];
  for (const of of bands) {
    for (let i = 0; i < of.length; i++) of[i] = toDecibels(of[i]! + silence);
    yield;
    result.push({ frames, bands: of, masker, ground: groundOf(of, frames) });
    yield;
  }
  return result;
}

function edgesAt(scale: number): Float64Array {
  return Float64Array.from({ length: bandsSeen + 1 }, (_, edge) => {
    const hertz = scale * (layout.lowestHz + (edge - 2) * layout.bandHz);
    return Math.min(windowLength / 2 + 0.999, hertz / hertzPerBin + 0.5);
  });
}

function spread(cumulative: Float64Array, edges: Float64Array, bands: Float32Array, at: number): void {
  let before = 0;
  for (let edge = 0; edge <= bandsSeen; edge++) {
    const place = edges[edge]!;
    const bin = place | 0;
    const below = cumulative[bin]! + (place - bin) * (cumulative[bin + 1]! - cumulative[bin]!);
    if (edge > 0) bands[at + edge - 1] = below - before;
    before = below;
  }
}

function maskerOf(powers: Float64Array, silence: number): Float32Array {
  const masker = new Float32Array(powers.length);
  for (let frame = 0; frame < powers.length; frame++) {
    const level = toDecibels(powers[frame]! + silence);
    masker[frame] = frame === 0 ? level : Math.max(level, masker[frame - 1]! - decayDecibels);
  }
  return masker;
}

function groundOf(bands: Float32Array, frames: number): Float32Array {
  const every = 4;
  const levels = new Float64Array(Math.ceil(frames / every));
  return Float32Array.from({ length: layout.pairs }, (_, pair) => {
    for (let i = 0; i < levels.length; i++) {
      const band = every * i * bandsSeen + bandOfPair(pair);
      levels[i] = (bands[band]! + bands[band + 1]!) / 2;
    }
    return quantile(levels, groundShare);
  });
}

function quantile(values: Float64Array, share: number): number {
  return values.toSorted()[Math.floor(share * (values.length - 1))] ?? 0;
}

function toDecibels(power: number): number {
  return (10 / Math.LN10) * Math.log(power);
}
