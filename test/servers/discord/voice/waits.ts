/** Waits: for something to become true, with a deadline and a signal. Whoever changes what is waited for says so with `changed`. */

export interface Wait {
  /** Default {@link defaultDeadlineMs}. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface Waits {
  /** Looks at everything that is waited for. */
  changed(): void;
  /** Rejects after the deadline with an Error that says what did not happen, or with the signal's reason. */
  until(isTrue: () => boolean, what: () => string, wait?: Wait): Promise<void>;
}

/** Far more than anything here takes, on a machine that is busy. */
export const defaultDeadlineMs = 60_000;

export function createWaits(): Waits {
  const checks = new Set<() => void>();
  return {
    changed() {
      for (const check of [...checks]) check();
    },
    until(isTrue, what, { deadlineMs = defaultDeadlineMs, signal } = {}) {
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', aborted);
          checks.delete(check);
          settle();
        };
        const aborted = () => end(() => reject(signal?.reason));
        const check = () => {
          try {
            if (isTrue()) end(resolve);
          } catch (error) {
            end(() => reject(error));
          }
        };
        const timer = setTimeout(() => end(() => reject(new Error(`After ${deadlineMs} ms: ${what()}`))), deadlineMs);
        signal?.addEventListener('abort', aborted);
        checks.add(check);
        if (signal?.aborted) aborted();
        else check();
      });
    },
  };
}
