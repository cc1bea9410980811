/**
 * Buckets: a token bucket for each key, held as the one time at which it will be full again (the generic cell rate algorithm, ITU-T
 * I.371). A full bucket is forgotten, so memory follows those who asked lately. A clock that jumps back empties a bucket at worst.
 */
export interface Buckets {
  /** Seconds until there is a token; 0: there is one now. Takes nothing. */
  waitSeconds(key: string): number;
  /** Takes the token that {@link waitSeconds} promised. */
  take(key: string): void;
  /** Buckets that are not known to be full. */
  readonly size: number;
}

export interface BucketSize {
  /** Tokens in a full bucket. */
  readonly burst: number;
  readonly secondsPerToken: number;
}

/** Full buckets that each `take` looks for, from the one that was asked longest ago. More than one, so that they go faster than they come. */
const sweepPerTake = 4;

export function createBuckets({ burst, secondsPerToken }: BucketSize, now: () => number): Buckets {
  const tokenMs = secondsPerToken * 1000;
  const fullAtMs = new Map<string, number>();

  /** Milliseconds until the bucket is full. */
  function lack(key: string): number {
    const lackMs = (fullAtMs.get(key) ?? 0) - now();
    if (lackMs <= burst * tokenMs) return Math.max(0, lackMs);
    fullAtMs.set(key, now() + burst * tokenMs); // the clock has jumped back: the bucket is empty, and fills from here on
    return burst * tokenMs;
  }

  return {
    waitSeconds: key => Math.max(0, lack(key) - (burst - 1) * tokenMs) / 1000,
    take(key) {
      const nextMs = now() + lack(key) + tokenMs;
      fullAtMs.delete(key);
      fullAtMs.set(key, nextMs);
      sweep();
    },
    get size() {
      return fullAtMs.size;
    },
  };

  function sweep(): void {
    let looked = 0;
    for (const [key, atMs] of fullAtMs) {
      if (atMs <= now()) fullAtMs.delete(key);
      if (++looked === sweepPerTake) return;
    }
  }
}
