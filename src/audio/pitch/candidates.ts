import type { Audio } from '../audio.ts';
import { createRealFft } from '../fft.ts';
import type { Steps } from '../steps.ts';

export const MAX_CANDIDATES = 8;

/** What the signal offers, frame by frame; a path through it is found by `bestPath`. */
export interface PitchCandidates {
  readonly frames: number;
  /** [frames, MAX_CANDIDATES]; 0 where there is no candidate. */
  readonly frequencyHz: Float32Array;
  /** [frames, MAX_CANDIDATES]; normalised autocorrelation at the candidate's lag, at most 1. */
  readonly correlation: Float32Array;
  /** [frames]; largest magnitude in the frame's middle, less its mean. */
  readonly peak: Float32Array;
}

export interface PitchRange {
  readonly floorHz: number;
  readonly ceilingHz: number;
}

/** Frames of `hopSeconds`; frame i is centred at i * hopSeconds. */
export type PitchFrames = { readonly hopSeconds: number; readonly frames: number };

const PERIODS_PER_WINDOW = 3;
const LOWEST_CORRELATION = 0.2;
const OVERSAMPLING = 2;
const FRAMES_PER_STEP = 400;

/**
 * Lags at which a frame repeats: peaks of its autocorrelation divided by that of the Hann window, so that a perfectly periodic
 * frame scores 1 at its period. Boersma 1993, "Accurate short-term analysis of the fundamental frequency and the
 * harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17.
 */
export function* findCandidates(audio: Audio, range: PitchRange, { hopSeconds, frames }: PitchFrames): Steps<PitchCandidates> {
  const { samples, sampleRateHz } = audio;
  const length = 2 * Math.round((PERIODS_PER_WINDOW * sampleRateHz) / range.floorHz / 2) + 1;
  const longestLag = Math.ceil(sampleRateHz / range.floorHz) + 1;
  const size = 2 ** Math.ceil(Math.log2(length + longestLag));
  const forward = createRealFft(size);
  const inverse = createRealFft(OVERSAMPLING * size);
  const window = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (length + 1)));
  const windowSum = window.reduce((sum, value) => sum + value, 0);
  const frame = new Float64Array(size);
  const power = new Float64Array(OVERSAMPLING * size + 2);

  /** Autocorrelation of `frame` at lags of 1 / OVERSAMPLING samples. */
  function autocorrelate(): Float64Array {
    const spectrum = forward.forward(frame);
    for (let bin = 0; bin <= size; bin += 2) power[bin] = spectrum[bin]! ** 2 + spectrum[bin + 1]! ** 2;
    return inverse.inverse(power);
  }

  frame.set(window);
  const lags = Math.min(OVERSAMPLING * longestLag, OVERSAMPLING * size - 1);
  const ofWindow = Float64Array.from(autocorrelate().subarray(0, lags + 1));
  const windowGain = ofWindow.map(value => ofWindow[0]! / value);

  const result = {
    frames,
    frequencyHz: new Float32Array(frames * MAX_CANDIDATES),
    correlation: new Float32Array(frames * MAX_CANDIDATES),
    peak: new Float32Array(frames),
  };
  const half = (length - 1) / 2;
  const middle = Math.floor(length / (2 * PERIODS_PER_WINDOW));
  const normalised = new Float64Array(lags + 1);
  function analyseFrame(index: number): void {
    const start = Math.round(index * hopSeconds * sampleRateHz) - half;
    const from = Math.max(0, -start);
    const to = Math.min(length, samples.length - start);
    frame.fill(0);
    let mean = 0;
    for (let i = from; i < to; i++) mean += window[i]! * samples[start + i]!;
    mean /= windowSum;
    let peak = 0;
    for (let i = from; i < to; i++) {
      const value = samples[start + i]! - mean;
      if (Math.abs(i - half) <= middle) peak = Math.max(peak, Math.abs(value));
      frame[i] = value * window[i]!;
    }
    result.peak[index] = peak;
    if (peak === 0) return;
    const correlation = autocorrelate();
    const scale = 1 / correlation[0]!;
    for (let lag = 0; lag <= lags; lag++) normalised[lag] = correlation[lag]! * scale * windowGain[lag]!;
    pickPeaks(normalised, { ...range, lagRateHz: OVERSAMPLING * sampleRateHz }, index, result);
  }
  for (let index = 0; index < frames; index++) {
    analyseFrame(index);
    if (index % FRAMES_PER_STEP === FRAMES_PER_STEP - 1) yield;
  }
  return result;
}

function pickPeaks(
  normalised: Float64Array,
  range: PitchRange & { readonly lagRateHz: number },
  index: number,
  into: PitchCandidates,
): void {
  const shortest = Math.max(2, Math.floor(range.lagRateHz / range.ceilingHz));
  const offset = index * MAX_CANDIDATES;
  for (let lag = shortest; lag < normalised.length - 1; lag++) {
    const here = normalised[lag]!;
    const before = normalised[lag - 1]!;
    const after = normalised[lag + 1]!;
    if (here < LOWEST_CORRELATION || here <= before || here < after) continue;
    const curvature = before - 2 * here + after;
    const shift = (0.5 * (before - after)) / curvature;
    const frequencyHz = range.lagRateHz / (lag + shift);
    if (frequencyHz < range.floorHz || frequencyHz > range.ceilingHz) continue;
    const height = Math.min(1, here - 0.25 * (before - after) * shift);
    let weakest = 0;
    for (let slot = 1; slot < MAX_CANDIDATES; slot++) {
      if (into.correlation[offset + slot]! < into.correlation[offset + weakest]!) weakest = slot;
    }
    if (height <= into.correlation[offset + weakest]!) continue;
    into.frequencyHz[offset + weakest] = frequencyHz;
    into.correlation[offset + weakest] = height;
  }
}
