/** Clock: what waits here waits by it, so that tests can move it. */
export interface Clock {
  now(): number;
  /** Returns the way to cancel. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** Real time, which no change of the system's clock can set back. */
export function createClock(): Clock {
  return {
    now: () => performance.timeOrigin + performance.now(),
    schedule(delayMs, callback) {
      const timer = setTimeout(callback, Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves after the delay; rejects with the signal's reason, at once, when that aborts. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.reject(signal.reason);
  const cancel = clock.schedule(delayMs, resolve);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return promise.finally(() => {
    cancel();
    signal.removeEventListener('abort', onAbort);
  });
}
