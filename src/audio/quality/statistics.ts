/** Statistics: the few that the meters share. */

/** Value below which `share` (0 to 1) of the values lie; NaN of nothing. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? Number.NaN : sorted[Math.round(share * (sorted.length - 1))]!;
}

/** Returns a function that sums `at(from)` to `at(to - 1)` in constant time. */
export function runningSums(count: number, at: (index: number) => number): (from: number, to: number) => number {
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = sums[i]! + at(i);
  return (from, to) => sums[to]! - sums[from]!;
}

/** Smallest value within `reach` on each side of every place, in linear time (Lemire 2006, monotonic wedge). */
export function rollingMinimum(values: Float32Array, reach: number): Float32Array {
  const minimum = new Float32Array(values.length);
  const wedge = new Int32Array(values.length);
  let [head, tail] = [0, 0];
  for (let i = 0, next = 0; i < values.length; i++) {
    for (; next < values.length && next <= i + reach; next++) {
      while (tail > head && values[wedge[tail - 1]!]! >= values[next]!) tail--;
      wedge[tail++] = next;
    }
    while (wedge[head]! < i - reach) head++;
    minimum[i] = values[wedge[head]!]!;
  }
  return minimum;
}

export function decibels(power: number): number {
  return 10 * Math.log10(power);
}
