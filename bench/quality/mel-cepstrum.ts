import { createRealFft } from '../../src/audio/fft.ts';
import { solveSymmetric } from './linear.ts';

/**
 * Mel-cepstrum, made independently of the engine's vocoder: unbiased estimation of the log spectrum (Tokuda, Kobayashi, Fukada,
 * Saito and Imai, "Spectral estimation of speech by mel-generalized cepstral analysis", 1993, gamma = 0: the "mcep" analysis that
 * published mel-cepstral distortions use). Order 24, alpha 0.42, 16 kHz, 32 ms Blackman window, 5 ms hop,
 * 80 Hz to 7.7 kHz. Each frame minimises the
 * mean over frequency of exp(R) - R - 1, R = log periodogram - 2 log|H|, log|H(w)| = sum_m c_m cos(m warp(w)), by Newton's method.
 */
export interface MelCepstra {
  readonly frameCount: number;
  /** [frameCount, order + 1], c0 first. */
  readonly values: Float32Array;
}

export const order = 24;
export const hopSeconds = 0.005;
const stride = order + 1;
const sampleRateHz = 16000;
const hop = sampleRateHz * hopSeconds;
const windowLength = 512;
const fftSize = 512;
const binCount = fftSize / 2 + 1;
const alpha = 0.42;
/** Added to the periodogram, against its mean over the whole recording: digital silence has no logarithm. */
const floor = 1e-7;
const maximumIterations = 12;

const fft = createRealFft(fftSize);
const blackman = Float64Array.from({ length: windowLength }, (_, index) => {
  const phase = (2 * Math.PI * (index + 0.5)) / windowLength;
  return 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
});
/** [binCount, 2 order + 1]: cos(m warp(w)). */
const cosines = warpedCosines();
/**
 * Integration weights over linear frequency, sum 1. Below 80 Hz there is no harmonic, only what leaks from the first one, and
 * above 7.7 kHz resamplers differ: neither is heard, and both would weigh heavily in a logarithm.
 */
const firstBin = Math.ceil((80 * fftSize) / sampleRateHz);
const lastBin = Math.floor((7700 * fftSize) / sampleRateHz);
const weights = Float64Array.from({ length: binCount }, (_, bin) =>
  bin >= firstBin && bin <= lastBin ? 1 / (lastBin - firstBin + 1) : 0,
);
const constantMoments = moments(weights);

/** Of 16 kHz samples; frame t is centred on sample t * hop. */
export function melCepstra(samples: Float32Array): MelCepstra {
  const frameCount = Math.floor(samples.length / hop) + 1;
  const periodograms = new Float64Array(frameCount * binCount);
  const windowed = new Float64Array(fftSize);
  let total = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    const start = frame * hop - windowLength / 2;
    for (let index = 0; index < windowLength; index++) windowed[index] = (samples[start + index] ?? 0) * blackman[index];
    const spectrum = fft.forward(windowed);
    for (let bin = 0; bin < binCount; bin++) {
      const power = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
      periodograms[frame * binCount + bin] = power;
      total += power;
    }
  }
  const added = (floor * total) / (frameCount * binCount) + 1e-20;
  const values = new Float32Array(frameCount * stride);
  for (let frame = 0; frame < frameCount; frame++) {
    const logPowers = periodograms.subarray(frame * binCount, (frame + 1) * binCount);
    for (let bin = 0; bin < binCount; bin++) logPowers[bin] = Math.log(logPowers[bin] + added);
    values.set(estimate(logPowers), frame * stride);
  }
  return { frameCount, values };
}

const coefficients = new Float64Array(stride);
const trial = new Float64Array(stride);
const residualExponentials = new Float64Array(binCount);
const weighted = new Float64Array(binCount);

function estimate(logPowers: Float64Array): Float64Array {
  leastSquaresStart(logPowers);
  let cost = evaluate(logPowers, coefficients);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    for (let bin = 0; bin < binCount; bin++) weighted[bin] = residualExponentials[bin] * weights[bin];
    const step = newtonStep(moments(weighted));
    let scale = 1;
    let next = cost;
    for (; scale > 1e-3; scale /= 2) {
      for (let m = 0; m < stride; m++) trial[m] = coefficients[m] + scale * step[m];
      next = evaluate(logPowers, trial);
      if (next <= cost) break;
    }
    if (next > cost) break;
    coefficients.set(trial);
    const gain = cost - next;
    cost = next;
    if (gain < 1e-4) break;
  }
  return coefficients;
}

/** Mean of exp(R) - R; leaves exp(R) in `residualExponentials`. */
function evaluate(logPowers: Float64Array, c: Float64Array): number {
  let cost = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const row = bin * (2 * order + 1);
    let logMagnitude = 0;
    for (let m = 0; m < stride; m++) logMagnitude += c[m] * cosines[row + m];
    const residual = logPowers[bin] - 2 * logMagnitude;
    residualExponentials[bin] = Math.exp(residual);
    cost += weights[bin] * (residualExponentials[bin] - residual);
  }
  return cost;
}

/** 4 A step = 2 (sum p cos - sum w cos), A = the moments' Toeplitz plus Hankel matrix. */
function newtonStep(momentsOfResidual: Float64Array): Float64Array {
  const right = Float64Array.from({ length: stride }, (_, m) => 0.5 * (momentsOfResidual[m] - constantMoments[m]));
  return solveSymmetric(toeplitzPlusHankel(momentsOfResidual), right);
}

/** Least-squares fit to the log periodogram: a start that Newton's method converges from in about five steps. */
function leastSquaresStart(logPowers: Float64Array): void {
  const right = moments(logPowers.map((value, bin) => value * weights[bin])).subarray(0, stride);
  const fit = solveSymmetric(toeplitzPlusHankel(constantMoments), right);
  for (let m = 0; m < stride; m++) coefficients[m] = fit[m] / 2;
  coefficients[0] += 0.2886; // half of Euler's constant: the mean log of a periodogram lies that far below the log of its mean
}

function toeplitzPlusHankel(of: Float64Array): Float64Array {
  const matrix = new Float64Array(stride * stride);
  for (let m = 0; m < stride; m++) {
    for (let n = 0; n < stride; n++) matrix[m * stride + n] = 0.5 * (of[Math.abs(m - n)] + of[m + n]);
  }
  return matrix;
}

/** [2 order + 1]: sum over frequency of values * cos(m warp(w)). */
function moments(values: Float64Array): Float64Array {
  const result = new Float64Array(2 * order + 1);
  for (let bin = 0; bin < binCount; bin++) {
    const row = bin * (2 * order + 1);
    for (let m = 0; m <= 2 * order; m++) result[m] += values[bin] * cosines[row + m];
  }
  return result;
}

function warpedCosines(): Float64Array {
  const table = new Float64Array(binCount * (2 * order + 1));
  for (let bin = 0; bin < binCount; bin++) {
    const frequency = (Math.PI * bin) / (binCount - 1);
    const warped = frequency + 2 * Math.atan2(alpha * Math.sin(frequency), 1 - alpha * Math.cos(frequency));
    for (let m = 0; m <= 2 * order; m++) table[bin * (2 * order + 1) + m] = Math.cos(m * warped);
  }
  return table;
}
