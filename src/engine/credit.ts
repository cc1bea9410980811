/** Credit: how many more chunks may be sent; waits at zero. */
export interface Credit {
  add(chunks: number): void;
  /** Takes one; then waits until there is at least one more, or `signal` aborts (rejects with its reason). */
  spend(signal: AbortSignal): Promise<void>;
}

export function createCredit(chunks: number): Credit {
  let left = chunks;
  let wake = () => {};
  return {
    add(more) {
      left += more;
      wake();
    },
    async spend(signal) {
      left--;
      while (left <= 0) {
        signal.throwIfAborted();
        await new Promise<void>(resolve => {
          wake = resolve;
          signal.addEventListener('abort', wake, { once: true });
        }).finally(() => signal.removeEventListener('abort', wake));
      }
    },
  };
}
