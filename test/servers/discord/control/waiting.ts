/** Waiting: with a deadline in real time, since what is waited for happens in real sockets. */

export interface Waiting {
  /** Real time. Default 10 seconds. */
  readonly withinMs?: number;
  /** For the message when it did not happen. */
  readonly what?: string;
  readonly signal?: AbortSignal;
}

/** Wakes whoever waits for something; `changed` is called whenever anything happened. */
export interface Watch {
  seen<T>(look: () => T | undefined | null | false, options?: Waiting): Promise<T>;
  changed(): void;
}

const defaultWaitMs = 30_000;
/** For what happens in the client, of which nobody tells. */
const lookAgainMs = 10;

export function createWatch(): Watch {
  const lookers = new Set<() => void>();
  return {
    changed() {
      for (const look of [...lookers]) look();
    },
    seen(look, { withinMs = defaultWaitMs, what = 'what the test waits for', signal } = {}) {
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          clearInterval(again);
          signal?.removeEventListener('abort', aborted);
          lookers.delete(check);
          settle();
        };
        const check = () => {
          try {
            const found = look();
            if (found !== undefined && found !== null && found !== false) end(() => resolve(found));
          } catch (error) {
            end(() => reject(error));
          }
        };
        const aborted = () => end(() => reject(signal?.reason));
        const timer = setTimeout(() => end(() => reject(new Error(`${what} did not happen within ${withinMs} ms`))), withinMs);
        const again = setInterval(check, lookAgainMs);
        signal?.addEventListener('abort', aborted);
        lookers.add(check);
        check();
        if (signal?.aborted) aborted();
      });
    },
  };
}
