import { type Frames, rangeDecibels } from './frames.ts';
import { quantile, runningSums } from './statistics.ts';
import type { Speech } from './vad.ts';

/**
 * Reverberation: how long the room rings, from how fast sound dies away after loud moments. A voice can stop abruptly but a room
 * cannot, so the fast end of the distribution of decays belongs to the room (Ratnam et al. 2003, "Blind estimation of reverberation
 * time"; Wen, Habets & Naylor 2008, "Blind estimation of reverberation time based on the distribution of signal decay rates").
 * A hint, good to about a third of its value.
 */
const OCTAVES_HZ: readonly (readonly [number, number])[] = [
  [500, 1000],
  [1000, 2000],
  [2000, 4000],
];
/** The direct sound ends first; only what follows is the room. */
const SKIPPED_DECIBELS = 4;
const SMALLEST_FALL_DECIBELS = 16;
/** A decay in noise wobbles; a rise above its lowest point by more than this is new sound. */
const WOBBLE_DECIBELS = 2;
const ABOVE_FLOOR_DECIBELS = 6;
const FEWEST_DECAYS = 6;
const FAST_SHARE = 0.3;

/** Seconds to fall by 60 dB; NaN where speech leaves too few decays to see. */
export function measureReverberation(frames: Frames, speech: Speech): number {
  const times = OCTAVES_HZ.flatMap(([fromHz, toHz]) => decayTimes(rangeDecibels(frames, fromHz, toHz), speech.inside));
  return times.length < FEWEST_DECAYS ? Number.NaN : quantile(times, FAST_SHARE) * frames.hopSeconds;
}

/** Times to fall by 60 dB, in frames, one for each fall that is deep enough. */
function decayTimes(rough: Float32Array, inside: Uint8Array): number[] {
  const sums = runningSums(rough.length, i => rough[i]!);
  const level = rough.map(
    (_, i) => sums(Math.max(0, i - 1), Math.min(rough.length, i + 2)) / (Math.min(rough.length, i + 2) - Math.max(0, i - 1)),
  );
  const floor = quantile(level, 0.01) + ABOVE_FLOOR_DECIBELS;
  const times: number[] = [];
  for (let peak = 1; peak < level.length - 1; peak++) {
    if (!inside[peak] || level[peak]! < level[peak - 1]! || level[peak]! < level[peak + 1]!) continue;
    let lowest = peak;
    for (let i = peak + 1; i < level.length && level[i]! > floor && level[i]! < level[lowest]! + WOBBLE_DECIBELS; i++) {
      if (level[i]! < level[lowest]!) lowest = i;
    }
    let start = peak;
    while (start < lowest && level[start]! > level[peak]! - SKIPPED_DECIBELS) start++;
    if (level[start]! - level[lowest]! >= SMALLEST_FALL_DECIBELS) {
      times.push(-60 / slope(level, start, lowest));
      peak = lowest;
    }
  }
  return times;
}

/** Least-squares slope per place of values[from..to]. */
function slope(values: Float32Array, from: number, to: number): number {
  const middle = (from + to) / 2;
  let [product, square] = [0, 0];
  for (let i = from; i <= to; i++) {
    product += (i - middle) * values[i]!;
    square += (i - middle) ** 2;
  }
  return product / square;
}
