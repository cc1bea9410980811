/**
 * K-weighting: the two filters that make power follow loudness, for any sample rate.
 * Source: ITU-R BS.1770-4, annex 1. The standard lists coefficients for 48 kHz only; the analogue prototypes behind them
 * (frequency, gain and quality below) are from B. De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement",
 * AES 145th Convention, 2018.
 */
/** Filters one sample; keeps its state. */
export type SampleFilter = (sample: number) => number;

const SHELF = {
  frequencyHz: 1681.974450955533,
  gainDb: 3.999843853973347,
  quality: 0.7071752369554196,
  shape: 0.4996667741545416,
};
const HIGH_PASS = { frequencyHz: 38.13547087602444, quality: 0.5003270373238773 };

export function createKWeighting(sampleRateHz: number): SampleFilter {
  const shelf = createShelf(sampleRateHz);
  const highPass = createHighPass(sampleRateHz);
  return sample => highPass(shelf(sample));
}

function createShelf(sampleRateHz: number): SampleFilter {
  const warped = Math.tan((Math.PI * SHELF.frequencyHz) / sampleRateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const middle = high ** SHELF.shape;
  const { feedback, scale } = denominator(warped, SHELF.quality);
  const square = warped * warped;
  const slope = (middle * warped) / SHELF.quality;
  return createBiquad(
    [(high + slope + square) / scale, (2 * (square - high)) / scale, (high - slope + square) / scale],
    feedback,
  );
}

function createHighPass(sampleRateHz: number): SampleFilter {
  const warped = Math.tan((Math.PI * HIGH_PASS.frequencyHz) / sampleRateHz);
  // The standard leaves this filter's numerator unscaled.
  return createBiquad([1, -2, 1], denominator(warped, HIGH_PASS.quality).feedback);
}

function denominator(warped: number, quality: number): { feedback: [number, number]; scale: number } {
  const scale = 1 + warped / quality + warped * warped;
  return { scale, feedback: [(2 * (warped * warped - 1)) / scale, (1 - warped / quality + warped * warped) / scale] };
}

/** Transposed direct form II. */
function createBiquad([b0, b1, b2]: readonly number[], [a1, a2]: readonly number[]): SampleFilter {
  let first = 0;
  let second = 0;
  return sample => {
    const output = b0 * sample + first;
    first = b1 * sample - a1 * output + second;
    second = b2 * sample - a2 * output;
    return output;
  };
}
