/** Manual time: a clock and its timers, which move when the test says so. */
import type { Schedule } from '../../src/consent/alarm.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export interface ManualTime {
  readonly now: () => number;
  readonly schedule: Schedule;
  /** Moves the clock, then lets every timer ring whose time has come. A negative step sets the clock back; timers do not feel it. */
  advance(stepMs: number): void;
  /** Timers that are set. */
  readonly waiting: () => number;
}

export function createManualTime(startMs = Date.UTC(2027, 0, 1)): ManualTime {
  let nowMs = startMs;
  const timers = new Set<{ atMs: number; callback: () => void }>();
  return {
    now: () => nowMs,
    schedule(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(stepMs) {
      nowMs += stepMs;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
        timers.delete(timer);
        timer.callback();
      }
    },
    waiting: () => timers.size,
  };
}
