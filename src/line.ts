/** Line: work that is done one after another; those who wait take turns, so that nobody waits for all that somebody else has asked for. */
export interface Line {
  /** `who`: whose turn it is. Rejects with the signal's reason when it aborts before the work has begun; after that the work sees to it. */
  wait<Result>(who: string, work: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

export function createLine(): Line {
  /** Who comes first is next. */
  const waiting = new Map<string, (() => void)[]>();
  let isBusy = false;

  const next = () => {
    const first = waiting.entries().next().value;
    isBusy = first !== undefined;
    if (!first) return;
    const [who, [begin, ...later]] = first;
    waiting.delete(who);
    if (later.length > 0) waiting.set(who, later);
    begin!();
  };

  const enter = async (who: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    if (!isBusy) {
      isBusy = true;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.set(who, [...(waiting.get(who) ?? []), resolve]);
    const leave = () => {
      const others = waiting.get(who)?.filter(begin => begin !== resolve) ?? [];
      if (others.length > 0) waiting.set(who, others);
      else waiting.delete(who);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  };

  return {
    async wait(who, work, signal) {
      await enter(who, signal);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
