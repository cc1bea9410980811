/**
 * Limiter: keeps the true peak below a ceiling by turning down smoothly just before a peak, and slowly up again after it. Looks
 * ahead 5 ms; sound below the ceiling passes unchanged.
 */
import { createTruePeakMeter, TRUE_PEAK_DELAY } from './true-peak.ts';

export interface Limiter {
  /** Samples that it holds back. */
  readonly delaySamples: number;
  /** Takes samples; returns those that are ready, in all `delaySamples` fewer than were given. */
  push(samples: Float32Array): Float32Array;
  /** The samples still held back. */
  flush(): Float32Array;
}

const LOOK_AHEAD_SECONDS = 0.005;
const RELEASE_SECONDS = 0.08;
/** Turning down moves the wave between the samples a little; this much is kept free for that. */
const MARGIN_DB = 0.25;

export function createLimiter(sampleRateHz: number, options: { readonly ceilingDbtp: number }): Limiter {
  const ceiling = 10 ** ((options.ceilingDbtp - MARGIN_DB) / 20);
  const lookAhead = Math.max(2, Math.round(sampleRateHz * LOOK_AHEAD_SECONDS));
  const delaySamples = lookAhead + TRUE_PEAK_DELAY;
  const release = 1 - Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
  const measurePeak = createTruePeakMeter();
  // One more than the look-ahead: a peak between two samples belongs to both.
  const leastGain = createSlidingMinimum(lookAhead + 2);
  const delayed = new Float32Array(delaySamples);
  // The mean of the last `lookAhead` gains: each is already as low as the peak ahead needs, so their mean is too when it comes.
  const gains = new Float64Array(lookAhead).fill(1);
  let gainSum = lookAhead;
  let released = 1;
  let position = 0;
  let gainPosition = 0;
  let taken = 0;

  const step = (sample: number): number => {
    const needed = Math.min(1, ceiling / Math.max(measurePeak(sample), 1e-9));
    released = Math.min(leastGain(needed), released + (1 - released) * release);
    if (released > 1 - 1e-6) released = 1;
    gainSum += released - gains[gainPosition];
    gains[gainPosition] = released;
    gainPosition = (gainPosition + 1) % lookAhead;
    const output = delayed[position] * Math.min(1, gainSum / lookAhead);
    delayed[position] = sample;
    position = (position + 1) % delaySamples;
    return output;
  };
  const push = (samples: Float32Array): Float32Array => {
    const unready = Math.min(samples.length, Math.max(0, delaySamples - taken));
    taken += samples.length;
    return samples.map(step).subarray(unready);
  };
  return {
    delaySamples,
    push,
    flush: () => push(new Float32Array(delaySamples)),
  };
}

/** Least of the last `length` values. A monotonic queue: O(1) a value on average. */
function createSlidingMinimum(length: number): (value: number) => number {
  const values: number[] = [];
  const indices: number[] = [];
  let first = 0;
  let index = 0;
  return value => {
    while (values.length > first && values[values.length - 1] >= value) {
      values.pop();
      indices.pop();
    }
    values.push(value);
    indices.push(index);
    if (indices[first] <= index - length) first++;
    index++;
    if (first > 1024) {
      values.splice(0, first);
      indices.splice(0, first);
      first = 0;
    }
    return values[first];
  };
}
