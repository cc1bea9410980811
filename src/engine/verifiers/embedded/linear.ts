/** Linear: the one system of equations that the adaptation solves. */

/** X of A X = B by Cholesky's decomposition; A symmetric and positive definite, [size, size], B [size, columns]. A is overwritten. */
export function solve(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const columns = b.length / size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / a[j * size + j];
    }
  }
  const x = b.slice();
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let sum = x[i * columns + column];
      for (let k = 0; k < i; k++) sum -= a[i * size + k] * x[k * columns + column];
      x[i * columns + column] = sum / a[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = x[i * columns + column];
      for (let k = i + 1; k < size; k++) sum -= a[k * size + i] * x[k * columns + column];
      x[i * columns + column] = sum / a[i * size + i];
    }
  }
  return x;
}
