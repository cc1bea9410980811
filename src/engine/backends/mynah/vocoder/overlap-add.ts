/** Sums blocks at absolute sample positions; what lies before sample 0 is dropped. */
export interface OverlapAdd {
  add(start: number, block: Float64Array): void;
  /** Removes and returns the samples from where the last call ended up to `end`, which must be final. */
  take(end: number): Float32Array;
}

export function createOverlapAdd(blockLength: number): OverlapAdd {
  let base = 0;
  let sums = new Float64Array(8 * blockLength);

  function reserve(length: number): void {
    if (length <= sums.length) return;
    const larger = new Float64Array(2 ** Math.ceil(Math.log2(length)));
    larger.set(sums);
    sums = larger;
  }

  return {
    add(start, block) {
      const offset = start - base;
      const from = Math.max(0, -offset);
      reserve(offset + block.length);
      for (let i = from; i < block.length; i++) sums[offset + i]! += block[i]!;
    },
    take(end) {
      const length = Math.max(0, end - base);
      reserve(length);
      const taken = Float32Array.from(sums.subarray(0, length));
      sums.copyWithin(0, length);
      sums.fill(0, sums.length - length);
      base += length;
      return taken;
    },
  };
}
