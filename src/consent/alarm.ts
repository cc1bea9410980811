/**
 * Alarm: calls once when a time has come. It looks at the clock at least once a minute while it is set, since clocks are put
 * forward and computers sleep; so no wait is too long for a timer either. Keeps no process alive.
 */
export interface Alarm {
  /** Earlier wins: an alarm that is set for a sooner time stays as it is. */
  set(atMs: number): void;
  clear(): void;
}

/** Calls back after the delay; returns the way to cancel. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

export const schedule: Schedule = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

const longestWaitMs = 60_000;

/** `ring` sets it anew when there is more to wait for. */
export function createAlarm(options: {
  readonly nowMs: () => number;
  readonly schedule: Schedule;
  readonly ring: () => void;
}): Alarm {
  let wakesAtMs = Number.POSITIVE_INFINITY;
  let cancel = () => {};
  const clear = () => {
    cancel();
    wakesAtMs = Number.POSITIVE_INFINITY;
  };
  return {
    clear,
    set(atMs) {
      const nowMs = options.nowMs();
      const isLate = wakesAtMs <= nowMs; // the clock was put forward: the timer that is set knows nothing of it
      const delayMs = isLate ? 0 : Math.min(longestWaitMs, Math.max(0, atMs - nowMs));
      if (!isLate && nowMs + delayMs >= wakesAtMs) return;
      cancel();
      wakesAtMs = nowMs + delayMs;
      cancel = options.schedule(delayMs, () => {
        wakesAtMs = Number.POSITIVE_INFINITY;
        options.ring();
      });
    },
  };
}
