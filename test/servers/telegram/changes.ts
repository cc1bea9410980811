/** Changes: lets tests wait until something in the loopback Telegram is so, with a deadline. */

/** Generous for loaded machines: nobody waits that long unless something is wrong. */
export const defaultDeadlineMs = 20_000;

export interface Changes {
  /** Everything that waits looks again. */
  notify(): void;
  /** The first value that `look` gives other than undefined; rejects at the deadline with `what`. */
  until<Value>(look: () => Value | undefined, what: () => string, deadlineMs?: number): Promise<Value>;
  /** Rejects all that still wait. */
  close(): void;
}

export function createChanges(): Changes {
  const waiting = new Set<{ look(): void; fail(reason: string): void }>();
  return {
    notify() {
      for (const waiter of [...waiting]) waiter.look();
    },
    until(look, what, deadlineMs = defaultDeadlineMs) {
      const value = look();
      if (value !== undefined) return Promise.resolve(value);
      return new Promise((resolve, reject) => {
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(waiter);
        };
        const waiter = {
          look() {
            const found = look();
            if (found === undefined) return;
            finish();
            resolve(found);
          },
          fail(reason: string) {
            finish();
            reject(new Error(`${reason}: ${what()}`));
          },
        };
        const timer = setTimeout(() => waiter.fail(`not within ${deadlineMs} ms`), deadlineMs);
        waiting.add(waiter);
      });
    },
    close() {
      for (const waiter of [...waiting]) waiter.fail('the loopback Telegram was closed');
    },
  };
}
