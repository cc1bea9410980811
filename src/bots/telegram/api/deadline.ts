/** Deadline: a signal that aborts with another one, or when the time is over; to be cleared when the work is done. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  clear(): void;
}

export function createDeadline(milliseconds: number, outer?: AbortSignal): Deadline {
  const stop = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    stop.abort(new DOMException('The deadline is over.', 'TimeoutError'));
  }, milliseconds);
  const follow = () => stop.abort(outer!.reason);
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted) follow();
  return {
    signal: stop.signal,
    get isOver() {
      return isOver;
    },
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}
