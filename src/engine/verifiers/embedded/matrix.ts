/** Matrix: rows of equal width, one after another, as every stage of the comparison passes them on. */
export interface Matrix {
  /** [count, width]. */
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

export function createMatrix(count: number, width: number): Matrix {
  return { data: new Float32Array(count * width), count, width };
}

export function rowOf({ data, width }: Matrix, index: number): Float32Array {
  return data.subarray(index * width, (index + 1) * width);
}

/** The rows listed, copied. */
export function pickRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const picked = createMatrix(indices.length, matrix.width);
  for (let row = 0; row < indices.length; row++) picked.data.set(rowOf(matrix, indices[row]), row * matrix.width);
  return picked;
}

/** Rows `from` to `to` - 1, not copied. */
export function rowsBetween({ data, width }: Matrix, { from, to }: { from: number; to: number }): Matrix {
  return { data: data.subarray(from * width, to * width), count: Math.max(0, to - from), width };
}

/** Every `step`th row. */
export function thinned(matrix: Matrix, step: number): Matrix {
  const result = createMatrix(Math.ceil(matrix.count / step), matrix.width);
  for (let row = 0; row < result.count; row++) result.data.set(rowOf(matrix, row * step), row * matrix.width);
  return result;
}

export function joinRows(parts: readonly Matrix[], width: number): Matrix {
  const joined = createMatrix(
    parts.reduce((count, part) => count + part.count, 0),
    width,
  );
  let row = 0;
  for (const part of parts) {
    joined.data.set(part.data, row * width);
    row += part.count;
  }
  return joined;
}

/** Mean and standard deviation of each column, the latter at least a thousandth. */
export function momentsOf({ data, count, width }: Matrix): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let at = 0; at < data.length; at++) {
    mean[at % width] += data[at];
    square[at % width] += data[at] * data[at];
  }
  const deviation = square.map((sum, column) => {
    mean[column] /= Math.max(1, count);
    return Math.max(1e-3, Math.sqrt(Math.max(0, sum / Math.max(1, count) - mean[column] ** 2)));
  });
  return { mean, deviation };
}
