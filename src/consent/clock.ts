/**
 * SteadyClock: time that never goes back. What is over stays over when somebody sets the computer's clock back: the latest time ever
 * seen counts, whether the clock or the ledger showed it.
 */
export interface SteadyClock {
  nowMs(): number;
  /** It is at least this late. */
  reach(atMs: number): void;
}

export function createSteadyClock(now: () => number): SteadyClock {
  let latestMs = Number.NEGATIVE_INFINITY;
  const reach = (atMs: number) => {
    if (atMs > latestMs) latestMs = atMs;
  };
  return {
    reach,
    nowMs() {
      reach(now());
      return latestMs;
    },
  };
}
