/**
 * Deadline: a signal that aborts with the caller's own, or with `lateness()` when a wait takes too long.
 * Starts armed. Dispose it, or its timer and listener stay.
 */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** The wait begins anew. */
  restart(): void;
  /** Nothing is being waited for. */
  pause(): void;
}

export function createDeadline(caller: AbortSignal, seconds: number, lateness: () => Error): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(caller.reason);
  let timer: NodeJS.Timeout | undefined;
  const deadline: Deadline = {
    signal: controller.signal,
    pause: () => clearTimeout(timer),
    restart() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(lateness()), seconds * 1000);
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller.removeEventListener('abort', follow);
    },
  };
  caller.addEventListener('abort', follow);
  if (caller.aborted) follow();
  else deadline.restart();
  return deadline;
}

/** What `promise` gives, or a rejection with the signal's reason as soon as it aborts; the promise may still fail then, unheard. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => {});
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
