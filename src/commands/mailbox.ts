/** Mailbox: the newest of what one side puts, for one reader that takes its time. */
export interface Mailbox<T> {
  put(value: T): void;
  /** Waits for the next. */
  take(): Promise<T>;
}

export function createMailbox<T>(): Mailbox<T> {
  let newest: { value: T } | undefined;
  let wake = () => {};
  return {
    put(value) {
      newest = { value };
      wake();
    },
    async take() {
      while (!newest) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      const { value } = newest;
      newest = undefined;
      return value;
    },
  };
}
