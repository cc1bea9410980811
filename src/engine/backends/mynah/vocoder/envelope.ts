import { createRealFft } from '../../../../audio/fft.ts';

/** Quefrency-domain compensation of CheapTrick's smoothing. */
const Q1 = -0.15;
const PERIODS_PER_WINDOW = 3;
/** Unvoiced frames have the window and the smoothing of this pitch. */
const UNVOICED_PITCH_HZ = 300;
/** Harmonics are matched exactly up to the first frequency, not at all from the second on. */
const MATCHED_HZ = [800, 2000] as const;
const LARGEST_MATCH = 1.5;
/** Power per sample below which nothing is told apart: a rms of one millionth. */
export const POWER_FLOOR = 1e-12;

export interface EnvelopeAnalyzer {
  readonly fftSize: number;
  /** fftSize / 2 + 1. */
  readonly bins: number;
  /** Lower pitches are analysed as if they were this one: three of its periods fill the FFT. */
  readonly floorHz: number;
  /**
   * Writes the natural log power spectrum at `centreSample` into `row` [bins]. Unit: power per sample; the mean of its
   * exponential over 0..Nyquist is the signal's variance. `f0Hz` sets the window (3 periods) and the smoothing; 0 where unvoiced.
   */
  analyze(samples: Float32Array, centreSample: number, f0Hz: number, row: Float32Array): void;
}

/** Pitch-adaptive spectral envelope. Morise 2015, "CheapTrick, a spectral envelope estimator for high-quality speech synthesis". */
export function createEnvelopeAnalyzer(sampleRateHz: number, fftSize: number): EnvelopeAnalyzer {
  const fft = createRealFft(fftSize);
  const half = fftSize / 2;
  const bins = half + 1;
  const floorHz = (PERIODS_PER_WINDOW * sampleRateHz) / (fftSize - 3);
  const frame = new Float64Array(fftSize);
  const window = new Float64Array(fftSize);
  const power = new Float64Array(bins);
  const cumulative = new Float64Array(3 * half + 2);
  const symmetric = new Float64Array(fftSize);
  const harmonicLog = new Float64Array(half);
  const moves = new Float64Array(bins);
  const binHz = sampleRateHz / fftSize;

  /** Three periods under a Hann window of unit energy, without their weighted mean. Returns the number of samples. */
  function cut(samples: Float32Array, centreSample: number, f0Hz: number, keepMean: boolean): void {
    const halfLength = (0.5 * PERIODS_PER_WINDOW * sampleRateHz) / f0Hz;
    const first = Math.ceil(centreSample - halfLength);
    const length = Math.min(fftSize, Math.floor(centreSample + halfLength) - first + 1);
    const step = Math.PI / halfLength;
    const turn = 2 * Math.cos(step);
    let current = Math.cos(step * (first - centreSample));
    let previous = Math.cos(step * (first - 1 - centreSample));
    let energy = 0;
    let area = 0;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const weight = 0.5 + 0.5 * current;
      const next = turn * current - previous;
      previous = current;
      current = next;
      const at = first + i;
      const value = at >= 0 && at < samples.length ? samples[at]! * weight : 0;
      window[i] = weight;
      frame[i] = value;
      energy += weight * weight;
      area += weight;
      sum += value;
    }
    const mean = keepMean ? 0 : sum / area;
    const scale = 1 / Math.sqrt(energy);
    for (let i = 0; i < length; i++) frame[i] = (frame[i]! - mean * window[i]!) * scale;
    frame.fill(0, length);
  }

  /**
   * Under three periods of a Hann window a harmonic stands clear of its neighbours: its peak tells its power. Leaves the log
   * power per sample, spread over the pitch, in `harmonicLog` [1..count].
   */
  function readHarmonics(f0Hz: number): number {
    const count = Math.min(harmonicLog.length - 1, Math.floor(MATCHED_HZ[1] / f0Hz), Math.floor((half - 2) / (f0Hz / binHz)));
    for (let harmonic = 1; harmonic <= count; harmonic++) {
      const at = (harmonic * f0Hz) / binHz;
      const bin = Math.round(at);
      const offset = at - bin;
      const before = Math.log(Math.max(power[bin - 1]!, POWER_FLOOR));
      const here = Math.log(Math.max(power[bin]!, POWER_FLOOR));
      const after = Math.log(Math.max(power[bin + 1]!, POWER_FLOOR));
      harmonicLog[harmonic] = Math.log(0.5) + here + 0.5 * offset * (after - before + offset * (before - 2 * here + after));
    }
    return count;
  }

  /** Smoothing in power flattens steep slopes and overshoots lone peaks: moves the envelope onto the harmonics that were read. */
  function matchHarmonics(f0Hz: number, count: number, row: Float32Array): void {
    let previous = 0;
    let previousHz = 0;
    let bin = 0;
    for (let harmonic = 1; harmonic <= count + 1; harmonic++) {
      const hz = harmonic * f0Hz;
      let move = 0;
      if (harmonic <= count) {
        const at = hz / binHz;
        const below = Math.floor(at);
        const envelope = row[below]! + (at - below) * (row[below + 1]! - row[below]!);
        const weight = Math.min(1, Math.max(0, (MATCHED_HZ[1] - hz) / (MATCHED_HZ[1] - MATCHED_HZ[0])));
        move = weight * Math.min(LARGEST_MATCH, Math.max(-LARGEST_MATCH, harmonicLog[harmonic]! - envelope));
        if (harmonic === 1) previous = move;
      }
      for (; bin < bins && bin * binHz < hz; bin++) {
        moves[bin] = previous + ((move - previous) * (bin * binHz - previousHz)) / f0Hz;
      }
      previous = move;
      previousHz = hz;
    }
    for (let changed = 0; changed < bin; changed++) row[changed]! += moves[changed]!;
  }

  /** Below the pitch there is no harmonic, and the mean was taken out: fold what lies between the pitch and 0 Hz back. */
  function restoreLowest(f0Hz: number): void {
    const last = Math.min(half - 1, Math.ceil(f0Hz / binHz));
    // The spectrum is read at f0 - f while it is being changed at f: the part that is read is copied first.
    for (let bin = 0; bin <= last + 1; bin++) cumulative[bin] = power[bin]!;
    for (let bin = 0; bin < last; bin++) {
      const mirror = f0Hz / binHz - bin;
      if (mirror < 0) break;
      const below = Math.floor(mirror);
      const share = mirror - below;
      power[bin] = cumulative[bin]! + cumulative[below]! * (1 - share) + cumulative[below + 1]! * share;
    }
  }

  /** Running mean over `widthHz`, mirrored at both ends. */
  function smooth(widthHz: number): void {
    const halfWidth = widthHz / binHz / 2;
    const margin = Math.min(half, Math.ceil(halfWidth) + 1);
    // cumulative[i]: integral from -margin - 0.5 to i - margin - 0.5 bins.
    let sum = 0;
    const length = bins + 2 * margin;
    cumulative[0] = 0;
    for (let i = 0; i < length; i++) {
      let bin = i - margin;
      if (bin < 0) bin = -bin;
      else if (bin > half) bin = 2 * half - bin;
      sum += power[bin]!;
      cumulative[i + 1] = sum;
    }
    const scale = 1 / (2 * halfWidth);
    for (let bin = 0; bin < bins; bin++) {
      const low = bin + margin + 0.5 - halfWidth;
      const high = bin + margin + 0.5 + halfWidth;
      const lowIndex = Math.floor(low);
      const highIndex = Math.floor(high);
      const atLow = cumulative[lowIndex]! + (low - lowIndex) * (cumulative[lowIndex + 1]! - cumulative[lowIndex]!);
      const atHigh = cumulative[highIndex]! + (high - highIndex) * (cumulative[highIndex + 1]! - cumulative[highIndex]!);
      power[bin] = (atHigh - atLow) * scale;
    }
  }

  function lifter(f0Hz: number, row: Float32Array): void {
    for (let bin = 0; bin < bins; bin++) {
      const value = Math.log(Math.max(power[bin]!, POWER_FLOOR));
      symmetric[bin] = value;
      if (bin > 0 && bin < half) symmetric[fftSize - bin] = value;
    }
    const cepstrum = fft.forward(symmetric);
    const scale = 1 / fftSize;
    const step = (Math.PI * f0Hz) / sampleRateHz;
    const turn = 2 * Math.cos(step);
    let sine = Math.sin(step);
    let previousSine = 0;
    symmetric[0] = cepstrum[0]! * scale;
    for (let quefrency = 1; quefrency <= half; quefrency++) {
      const smoothing = sine / (step * quefrency);
      const compensation = 1 - 2 * Q1 + 2 * Q1 * (1 - 2 * sine * sine);
      const value = cepstrum[2 * quefrency]! * scale * smoothing * compensation;
      symmetric[quefrency] = value;
      symmetric[(fftSize - quefrency) % fftSize] = value;
      const next = turn * sine - previousSine;
      previousSine = sine;
      sine = next;
    }
    const smoothed = fft.forward(symmetric);
    for (let bin = 0; bin < bins; bin++) row[bin] = smoothed[2 * bin]!;
  }

  return {
    fftSize,
    bins,
    floorHz,
    analyze(samples, centreSample, f0Hz, row) {
      const voiced = f0Hz > 0;
      const pitchHz = Math.max(voiced ? f0Hz : UNVOICED_PITCH_HZ, floorHz);
      cut(samples, centreSample, pitchHz, !voiced);
      const spectrum = fft.forward(frame);
      for (let bin = 0; bin < bins; bin++) power[bin] = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
      const harmonics = voiced ? readHarmonics(pitchHz) : 0;
      if (voiced) restoreLowest(pitchHz);
      smooth((2 / 3) * pitchHz);
      lifter(pitchHz, row);
      if (harmonics > 0) matchHarmonics(pitchHz, harmonics, row);
    },
  };
}
