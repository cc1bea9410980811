/** LeapingClock: real time, and leaps ahead in it: what is due by then happens at once. */
import { type Clock, realClock } from '../../servers/discord/clock.ts';

export interface LeapingClock extends Clock {
  leap(minutes: number): void;
}

export function createLeapingClock(): LeapingClock {
  let aheadMs = 0;
  const planned = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const now = () => Date.now() + aheadMs;
  return {
    now,
    schedule(delayMs, callback) {
      const cancelReal = realClock.schedule(delayMs, () => plan.run());
      const cancel = () => {
        planned.delete(plan);
        cancelReal();
      };
      const plan = {
        atMs: now() + delayMs,
        run() {
          cancel();
          callback();
        },
      };
      planned.add(plan);
      return cancel;
    },
    leap(minutes) {
      aheadMs += minutes * 60_000;
      for (const { atMs, run } of [...planned].sort((a, b) => a.atMs - b.atMs)) if (atMs <= now()) run();
    },
  };
}
