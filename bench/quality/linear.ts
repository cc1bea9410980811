/** Solves a x = b for symmetric positive definite a, [n, n], by Cholesky factors; overwrites `matrix`. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) matrix[i * n + i] *= 1 + 1e-10;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k];
      matrix[row * n + column] = row === column ? Math.sqrt(Math.max(sum, 1e-300)) : sum / matrix[column * n + column];
    }
  }
  const x = Float64Array.from(right);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] -= matrix[row * n + k] * x[k];
    x[row] /= matrix[row * n + row];
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] -= matrix[k * n + row] * x[k];
    x[row] /= matrix[row * n + row];
  }
  return x;
}
