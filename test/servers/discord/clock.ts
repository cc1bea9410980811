/** Clock: what the loopback Discord takes for time. A test may hand in one that it moves by hand, as test/support/manual-time.ts. */

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back after the delay; returns the way to cancel. */
  readonly schedule: (delayMs: number, callback: () => void) => () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
