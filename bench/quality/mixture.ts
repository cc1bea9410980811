/**
 * Mixture: a Gaussian mixture with diagonal covariances, by expectation-maximisation from centres drawn by seed (Reynolds and Rose,
 * "Robust text-independent speaker identification using Gaussian mixture speaker models", 1995).
 */
export interface Mixture {
  readonly dimension: number;
  /** [components]: log weight minus half the log determinant and the constant of the Gaussian. */
  readonly offsets: Float64Array;
  /** [components, dimension]. */
  readonly means: Float64Array;
  /** [components, dimension]: half the inverse variance. */
  readonly precisions: Float64Array;
}

export interface Training {
  readonly dimension: number;
  readonly components: number;
  readonly seed: number;
}

const rounds = 12;
/** Against the variance of all frames, so that no component collapses onto a few of them. */
const varianceFloor = 0.02;

/** Of frames [count, dimension]. */
export function trainMixture(frames: Float32Array, { dimension, components, seed }: Training): Mixture {
  const count = frames.length / dimension;
  const spread = variances(frames, dimension);
  let mixture = seedMixture(frames, spread, { dimension, components, seed });
  const posteriors = new Float64Array(components);
  for (let round = 0; round < rounds; round++) {
    const counts = new Float64Array(components).fill(1e-6);
    const sums = new Float64Array(components * dimension);
    const squares = new Float64Array(components * dimension);
    for (let frame = 0; frame < count; frame++) {
      logLikelihood(mixture, frames, frame * dimension, posteriors);
      for (let component = 0; component < components; component++) {
        const share = posteriors[component];
        if (share < 1e-4) continue;
        counts[component] += share;
        for (let d = 0; d < dimension; d++) {
          const value = frames[frame * dimension + d];
          sums[component * dimension + d] += share * value;
          squares[component * dimension + d] += share * value * value;
        }
      }
    }
    const means = sums.map((sum, index) => sum / counts[Math.floor(index / dimension)]);
    const variance = squares.map((square, index) =>
      Math.max(square / counts[Math.floor(index / dimension)] - means[index] ** 2, varianceFloor * spread[index % dimension]),
    );
    mixture = assemble({ dimension, means, variance, shares: counts.map(value => value / count) });
  }
  return mixture;
}

/** Mean over the frames. */
export function meanLogLikelihood(mixture: Mixture, frames: Float32Array): number {
  const { dimension } = mixture;
  const scratch = new Float64Array(mixture.offsets.length);
  let sum = 0;
  for (let offset = 0; offset < frames.length; offset += dimension) sum += logLikelihood(mixture, frames, offset, scratch);
  return sum / (frames.length / dimension);
}

/** Of the frame at `offset`; leaves each component's share of it in `posteriors`. */
function logLikelihood(mixture: Mixture, frames: Float32Array, offset: number, posteriors: Float64Array): number {
  const { dimension, offsets, means, precisions } = mixture;
  let best = Number.NEGATIVE_INFINITY;
  for (let component = 0; component < offsets.length; component++) {
    let value = offsets[component];
    const row = component * dimension;
    for (let d = 0; d < dimension; d++) {
      const difference = frames[offset + d] - means[row + d];
      value -= precisions[row + d] * difference * difference;
    }
    posteriors[component] = value;
    if (value > best) best = value;
  }
  let sum = 0;
  for (let component = 0; component < offsets.length; component++) {
    posteriors[component] = Math.exp(posteriors[component] - best);
    sum += posteriors[component];
  }
  for (let component = 0; component < offsets.length; component++) posteriors[component] /= sum;
  return best + Math.log(sum);
}

/** Centres drawn from the frames, each with a quarter of their variance. */
function seedMixture(frames: Float32Array, spread: Float64Array, { dimension, components, seed }: Training): Mixture {
  const count = frames.length / dimension;
  const means = new Float64Array(components * dimension);
  let state = seed >>> 0 || 1;
  for (let component = 0; component < components; component++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const frame = Math.floor((state / 2 ** 32) * count);
    for (let d = 0; d < dimension; d++) means[component * dimension + d] = frames[frame * dimension + d];
  }
  const variance = new Float64Array(components * dimension).map((_, index) => spread[index % dimension] / 4);
  return assemble({ dimension, means, variance, shares: new Float64Array(components).fill(1 / components) });
}

interface Parameters {
  readonly dimension: number;
  readonly means: Float64Array;
  readonly variance: Float64Array;
  readonly shares: Float64Array;
}

function assemble({ dimension, means, variance, shares }: Parameters): Mixture {
  const offsets = shares.map((share, component) => {
    let value = Math.log(share);
    for (let d = 0; d < dimension; d++) value -= 0.5 * Math.log(2 * Math.PI * variance[component * dimension + d]);
    return value;
  });
  return { dimension, offsets, means, precisions: variance.map(value => 0.5 / value) };
}

function variances(frames: Float32Array, dimension: number): Float64Array {
  const count = frames.length / dimension;
  const sums = new Float64Array(dimension);
  const squares = new Float64Array(dimension);
  for (let index = 0; index < frames.length; index++) {
    sums[index % dimension] += frames[index];
    squares[index % dimension] += frames[index] ** 2;
  }
  return squares.map((square, d) => square / count - (sums[d] / count) ** 2);
}
