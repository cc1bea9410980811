/**
 * Attempts: how often and after which pause to connect again. A connection that broke off soon after it stood has none of its attempts
 * back, so that a server which accepts and closes in turn is given up as well.
 */
export interface Attempts {
  /** Milliseconds to wait before the next one; undefined when there have been enough. */
  next(): number | undefined;
  /** The connection stands. */
  succeeded(): void;
  /** Since the last success that held. */
  readonly made: number;
}

export interface AttemptsOptions {
  readonly attempts: number;
  readonly retrySeconds: number;
  readonly stableSeconds: number;
  readonly now: () => number;
  /** 0 to 1: bots that were cut off together do not come back together. */
  readonly random?: () => number;
}

export function createAttempts(options: AttemptsOptions): Attempts {
  const { attempts, retrySeconds, stableSeconds, now, random = Math.random } = options;
  let made = 0;
  let standsSinceMs: number | undefined;
  return {
    next() {
      if (standsSinceMs !== undefined && now() - standsSinceMs >= stableSeconds * 1000) made = 0;
      standsSinceMs = undefined;
      if (made >= attempts) return undefined;
      const pauseSeconds = retrySeconds * 2 ** made++;
      return pauseSeconds * 1000 * (0.75 + random() / 4);
    },
    succeeded() {
      standsSinceMs = now();
    },
    get made() {
      return made;
    },
  };
}
