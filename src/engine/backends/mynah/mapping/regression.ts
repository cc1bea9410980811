import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { createFrames, type Frames } from '../frames.ts';

/** Linear map of rows with a bias: y = x W + b. */
export interface LinearMap {
  /** (inputs + 1, outputs), row-major; the last row is the bias. */
  readonly weights: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

export interface Pairs {
  readonly inputs: Frames;
  readonly outputs: Frames;
  /** Row numbers: the output row `target` is what the input row `source` should become. */
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  /** Weight of each pair; 1 when left out. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Ridge regression (Hoerl and Kennard 1970) from paired rows. `penalty` is in units of one average pair's input variance;
 * the bias is not penalised.
 */
export function fitRidge(pairs: Pairs, penalty: number): LinearMap {
  const { inputs, outputs, source, target } = pairs;
  const n = inputs.width + 1;
  const m = outputs.width;
  const gram = new Float64Array(n * n);
  const cross = new Float64Array(n * m);
  const x = new Float64Array(n);
  x[n - 1] = 1;
  for (let pair = 0; pair < source.length; pair++) {
    const weight = pairs.weights?.[pair] ?? 1;
    if (weight <= 0) continue;
    const from = source[pair] * inputs.width;
    const to = target[pair] * m;
    for (let column = 0; column < n - 1; column++) x[column] = inputs.data[from + column];
    for (let i = 0; i < n; i++) {
      const scaled = weight * x[i];
      if (scaled === 0) continue;
      for (let j = i; j < n; j++) gram[i * n + j] += scaled * x[j];
      for (let j = 0; j < m; j++) cross[i * m + j] += scaled * outputs.data[to + j];
    }
  }
  const total = Math.max(1, gram[n * n - 1]);
  const normal = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      normal.set(i, j, gram[i * n + j]);
      normal.set(j, i, gram[i * n + j]);
    }
    if (i < n - 1) {
      const mean = gram[i * n + n - 1] / total;
      normal.set(i, i, gram[i * n + i] + penalty * Math.max(1e-3, gram[i * n + i] / total - mean * mean));
    }
  }
  normal.set(n - 1, n - 1, total + 1e-6);
  const right = new Matrix(n, m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) right.set(i, j, cross[i * m + j]);
  const solution = new CholeskyDecomposition(normal).solve(right);
  return { weights: Float32Array.from(solution.to1DArray()), inputs: n - 1, outputs: m };
}

export function applyMap(map: LinearMap, frames: Frames): Frames {
  const result = createFrames(frames.count, map.outputs);
  for (let index = 0; index < frames.count; index++)
    applyMapToRow(map, frames.data, index * frames.width, result.data, index * map.outputs);
  return result;
}

function applyMapToRow(map: LinearMap, input: Float32Array, from: number, output: Float32Array, to: number): void {
  const { weights, inputs, outputs } = map;
  for (let j = 0; j < outputs; j++) output[to + j] = weights[inputs * outputs + j];
  for (let i = 0; i < inputs; i++) {
    const value = input[from + i];
    if (value === 0) continue;
    const offset = i * outputs;
    for (let j = 0; j < outputs; j++) output[to + j] += value * weights[offset + j];
  }
}
