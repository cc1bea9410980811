import type { Frames } from '../frames.ts';

/** Nearest rows by Euclidean distance, in both directions from one table of distances. */
export interface Nearest {
  /** (a.count) row of b. */
  readonly ofA: Int32Array;
  /** (b.count) row of a. */
  readonly ofB: Int32Array;
  /** Mean distance over the rows of a. */
  readonly distance: number;
}

/** Products between two looks at the event loop: some 20 ms. */
const productsPerStep = 2e7;

export function* nearestRows(a: Frames, b: Frames): Generator<void, Nearest> {
  const { width } = a;
  const ofA = new Int32Array(a.count);
  const ofB = new Int32Array(b.count);
  const bestOfB = new Float32Array(b.count).fill(Infinity);
  const normB = squares(b);
  const normA = squares(a);
  const rowsPerStep = Math.ceil(productsPerStep / (width * Math.max(1, b.count)));
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    let best = Infinity;
    let found = 0;
    const offset = i * width;
    for (let j = 0, at = 0; j < b.count; j++) {
      let product = 0;
      for (let column = 0; column < width; column++) product += a.data[offset + column] * b.data[at++];
      const square = normA[i] + normB[j] - 2 * product;
      if (square < best) {
        best = square;
        found = j;
      }
      if (square < bestOfB[j]) {
        bestOfB[j] = square;
        ofB[j] = i;
      }
    }
    ofA[i] = found;
    sum += Math.sqrt(Math.max(0, best));
    if (i % rowsPerStep === rowsPerStep - 1) yield;
  }
  return { ofA, ofB, distance: sum / Math.max(1, a.count) };
}

function squares({ data, count, width }: Frames): Float32Array {
  const result = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    for (let column = 0; column < width; column++) result[index] += data[index * width + column] ** 2;
  }
  return result;
}
