/**
 * True peak: the height of the wave between its samples, by fourfold oversampling. Source: ITU-R BS.1770-4, annex 2; the filter is
 * a Kaiser-windowed sinc of our own rather than the table there, for it is as good at any rate.
 */
const OVERSAMPLING = 4;
const TAPS = 24;
const KAISER_BETA = 6;

/** Samples by which a peak is reported late. */
export const TRUE_PEAK_DELAY = TAPS / 2;

/** Takes one sample; returns the largest absolute value from the sample TRUE_PEAK_DELAY ago until the one after it. */
export type TruePeakMeter = (sample: number) => number;

export function createTruePeakMeter(): TruePeakMeter {
  // Twice as long as the filter, so that the last TAPS samples always lie in one piece.
  const history = new Float64Array(2 * TAPS);
  let position = 0;
  return sample => {
    history[position] = sample;
    history[position + TAPS] = sample;
    position = (position + 1) % TAPS;
    let peak = Math.abs(history[position + TAPS - 1 - TRUE_PEAK_DELAY]);
    for (const filter of FILTERS) {
      let value = 0;
      for (let tap = 0; tap < TAPS; tap++) value += filter[tap] * history[position + tap];
      peak = Math.max(peak, Math.abs(value));
    }
    return peak;
  };
}

/** dBTP of the whole; -Infinity for silence. */
export function truePeakDbtp(samples: Float32Array): number {
  const measure = createTruePeakMeter();
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, measure(sample));
  for (let flushed = 0; flushed < TAPS; flushed++) peak = Math.max(peak, measure(0));
  return 20 * Math.log10(peak);
}

/** One filter for each point between two samples; taps run from the oldest sample to the newest. */
const FILTERS = Array.from({ length: OVERSAMPLING - 1 }, (_, phase) => {
  const taps = Float64Array.from({ length: TAPS }, (_, tap) => {
    const distance = tap - (TAPS - 1 - TRUE_PEAK_DELAY) - (phase + 1) / OVERSAMPLING;
    return sinc(distance) * kaiser(distance / (TAPS / 2));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map(tap => tap / sum);
});

function sinc(distance: number): number {
  return distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance);
}

function kaiser(position: number): number {
  return Math.abs(position) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - position * position)) / bessel(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let order = 1; term > 1e-12 * sum; order++) {
    term *= (x / (2 * order)) ** 2;
    sum += term;
  }
  return sum;
}
