/** Mailbox: messages in order for one reader, or one error instead of all that are left (a reader that is cut off reads no leftovers). */
export interface Mailbox<T> {
  put(message: T): void;
  fail(error: unknown): void;
  /** The next message; rejects once the mailbox has failed. */
  take(): Promise<T>;
}

export function createMailbox<T>(): Mailbox<T> {
  const waiting: T[] = [];
  let failure: { readonly error: unknown } | undefined;
  let reader: PromiseWithResolvers<T> | undefined;
  return {
    put(message) {
      if (failure) return;
      if (!reader) {
        waiting.push(message);
        return;
      }
      reader.resolve(message);
      reader = undefined;
    },
    fail(error) {
      failure ??= { error };
      reader?.reject(failure.error);
      reader = undefined;
    },
    async take() {
      if (failure) throw failure.error;
      if (waiting.length > 0) return waiting.shift()!;
      reader = Promise.withResolvers<T>();
      return reader.promise;
    },
  };
}
