import { hopSeconds, type MelCepstra, order } from './mel-cepstrum.ts';
import type { Utterance } from './voices.ts';

/**
 * Distortion: mel-cepstral distortion in dB, (10 / ln 10) sqrt(2 sum over c1..c24 of d^2) (Kubichek 1993; Toda, Black and Tokuda
 * 2007), mean over a dynamic-time-warping path that minimises that same distance, over the pairs whose frame of the true voice
 * is speech. Loudness (c0) counts neither in the path nor in the distance.
 */
const stride = order + 1;
const decibels = (10 / Math.LN10) * Math.SQRT2;
const diagonal = 0;
const fromTrue = 1;
const fromOther = 2;

/** `isSpeech` has one entry per frame of `truth`. */
export function melCepstralDistortion(truth: MelCepstra, other: MelCepstra, isSpeech: Uint8Array): number {
  const columns = other.frameCount;
  const steps = new Uint8Array(truth.frameCount * columns);
  let previous = new Float64Array(columns);
  let current = new Float64Array(columns);
  const distances = new Float32Array(truth.frameCount * columns);
  for (let row = 0; row < truth.frameCount; row++) {
    for (let column = 0; column < columns; column++) {
      const here = distance(truth.values, row * stride, other.values, column * stride);
      distances[row * columns + column] = here;
      let best = row === 0 && column === 0 ? 0 : Number.POSITIVE_INFINITY;
      let step = diagonal;
      if (row > 0 && column > 0) best = previous[column - 1];
      if (row > 0 && previous[column] < best) [best, step] = [previous[column], fromTrue];
      if (column > 0 && current[column - 1] < best) [best, step] = [current[column - 1], fromOther];
      current[column] = best + here;
      steps[row * columns + column] = step;
    }
    [previous, current] = [current, previous];
  }
  let sum = 0;
  let count = 0;
  for (let row = truth.frameCount - 1, column = columns - 1; row >= 0 && column >= 0; ) {
    if (isSpeech[row]) {
      sum += distances[row * columns + column];
      count++;
    }
    const step = steps[row * columns + column];
    if (step !== fromOther) row--;
    if (step !== fromTrue) column--;
  }
  return sum / count;
}

/** 1 where flite's own labels say something other than a pause, per frame of the mel-cepstra. */
export function speechFrames({ phones }: Utterance, frameCount: number): Uint8Array {
  const mask = new Uint8Array(frameCount);
  let start = 0;
  for (const { phone, endSeconds } of phones) {
    const end = Math.round(endSeconds / hopSeconds);
    if (phone !== 'pau') mask.fill(1, start, end);
    start = end;
  }
  return mask;
}

function distance(a: Float32Array, aOffset: number, b: Float32Array, bOffset: number): number {
  let sum = 0;
  for (let m = 1; m < stride; m++) {
    const difference = a[aOffset + m] - b[bOffset + m];
    sum += difference * difference;
  }
  return decibels * Math.sqrt(sum);
}
