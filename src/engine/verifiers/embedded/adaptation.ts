import { solve } from './linear.ts';
import { createMatrix, type Matrix, momentsOf } from './matrix.ts';

/**
 * Adaptation: takes a reader's features to those of the person, learned from frames where both say the same (linear regression towards
 * the identity, in the manner of Leggetter and Woodland 1995 and of ridge regression), and weighs each dimension by how well that works.
 */
export interface Adaptation {
  /** Features of the reader, as the person would have them, weighted, [count, width]. */
  mapReader(features: Matrix): Matrix;
  /** Features of the person, weighted, [count, width]. */
  mapPerson(features: Matrix): Matrix;
}

/** Frames that the identity counts for, against those that were paired. */
const identityFrames = 30;
/** Frames that the mean residual counts for, in the residual of one dimension. */
const residualFrames = 50;

/** Before anything is paired: both sides to mean 0 and deviation 1 (cepstral mean and variance normalisation). */
export function normalisation(reader: Matrix, person: Matrix): Adaptation {
  const [from, to] = [momentsOf(reader), momentsOf(person)];
  const plain = new Float64Array(reader.width).fill(1);
  return {
    mapReader: features => standardised(features, from, plain),
    mapPerson: features => standardised(features, to, plain),
  };
}

/** Row i of `reader` and row i of `person` are a pair. */
export function fitAdaptation(reader: Matrix, person: Matrix): Adaptation {
  const { width, count } = reader;
  const [from, to] = [momentsOf(reader), momentsOf(person)];
  const plain = new Float64Array(width).fill(1);
  const x = standardised(reader, from, plain);
  const y = standardised(person, to, plain);
  const map = solve(products(x, x, identityFrames), products(x, y, identityFrames), width);
  const weights = weightsOf(multiplied(x, map), y, count);
  return {
    mapReader: features => scaled(multiplied(standardised(features, from, plain), map), weights),
    mapPerson: features => standardised(features, to, weights),
  };
}

/** Transposed a, times b, plus `identity` on the diagonal, [width, width]. */
function products(a: Matrix, b: Matrix, identity: number): Float64Array {
  const { width, count } = a;
  const result = new Float64Array(width * width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      const left = a.data[row * width + i];
      for (let j = 0; j < width; j++) result[i * width + j] += left * b.data[row * width + j];
    }
  }
  for (let i = 0; i < width; i++) result[i * width + i] += identity;
  return result;
}

/** One over the deviation of what the map leaves unexplained. */
function weightsOf(mapped: Matrix, wanted: Matrix, count: number): Float64Array {
  const { width } = mapped;
  const residual = new Float64Array(width);
  for (let at = 0; at < mapped.data.length; at++) residual[at % width] += (mapped.data[at] - wanted.data[at]) ** 2;
  const mean = residual.reduce((sum, value) => sum + value, 0) / width / Math.max(1, count);
  return residual.map(sum => 1 / Math.sqrt((sum + residualFrames * mean) / (count + residualFrames) + 1e-6));
}

function standardised(
  features: Matrix,
  { mean, deviation }: { mean: Float64Array; deviation: Float64Array },
  weights: Float64Array,
): Matrix {
  const { width } = features;
  const result = createMatrix(features.count, width);
  const scales = weights.map((weight, column) => weight / deviation[column]);
  for (let row = 0; row < features.count; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      result.data[at] = (features.data[at] - mean[column]) * scales[column];
    }
  }
  return result;
}

function scaled(features: Matrix, weights: Float64Array): Matrix {
  for (let at = 0; at < features.data.length; at++) features.data[at] *= weights[at % features.width];
  return features;
}

function multiplied(features: Matrix, map: Float64Array): Matrix {
  const { width, count } = features;
  const result = createMatrix(count, width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) {
      const value = features.data[row * width + i];
      for (let j = 0; j < width; j++) result.data[row * width + j] += value * map[i * width + j];
    }
  }
  return result;
}
