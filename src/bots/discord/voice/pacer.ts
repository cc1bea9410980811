/**
 * Pacer: the beat of 20 ms that all voice channels of this process share.
 *
 * It stands where the AudioPlayer of @discordjs/voice could: that one encrypts a packet one beat before it is sent, so that neither an
 * owner's revocation nor the loss of the group's keys reaches it any more; what fails in its timer ends the process, for every channel;
 * and after a pause of the process it sends all that it missed in one burst.
 */
export interface Pacer {
  /** Calls `step` on every beat until it is removed. The first time at once where nothing else is on the beat. Steps must not throw. */
  add(step: Step): void;
  remove(step: Step): void;
}

export type Step = () => void;

export interface PacerClock {
  /** Milliseconds, with their fractions; never goes back. */
  now(): number;
  /** Not before `delayMs` have passed, give or take one. */
  after(delayMs: number, callback: () => void): void;
  /** When whatever else is waiting has had its turn. */
  soon(callback: () => void): void;
}

export const frameMs = 20;
/** Packets that were due while the process did not run are made up for up to so many at once: a listener's reserve is not larger. */
const maximumTogether = 4;
/** Timers count whole milliseconds; the rest is waited for turn by turn. */
const timerMs = 1;
/** Nearer than this is on time. */
const toleranceMs = 0.05;

const processClock: PacerClock = {
  now: () => performance.now(),
  after: (delayMs, callback) => setTimeout(callback, delayMs),
  soon: callback => setImmediate(callback),
};

export function createPacer(clock: PacerClock = processClock): Pacer {
  const steps = new Set<Step>();
  let isBeating = false;
  let nextMs = 0;

  function wait(): void {
    const leftMs = nextMs - clock.now();
    if (leftMs <= toleranceMs) beat();
    else if (leftMs < timerMs) clock.soon(wait);
    else clock.after(leftMs, wait);
  }

  function beat(): void {
    for (let made = 0; made < maximumTogether && nextMs <= clock.now() + toleranceMs; made++) {
      for (const step of steps) step();
      nextMs += frameMs;
    }
    if (steps.size === 0) {
      isBeating = false;
      return;
    }
    const nowMs = clock.now();
    if (nextMs <= nowMs) nextMs = nowMs + frameMs;
    clock.after(nextMs - nowMs, wait);
  }

  return {
    add(step) {
      steps.add(step);
      if (isBeating) return;
      isBeating = true;
      nextMs = clock.now();
      clock.soon(beat);
    },
    remove: step => steps.delete(step),
  };
}
