import type { Steps } from '../audio/steps.ts';

/**
 * Lets the event loop look at its messages. Backends compute for long and await little, and what they await is often already
 * there; without a turn between pieces an abort would be read only after the last one, and other calls would starve.
 */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Does the steps with a turn after each; stops between two when `signal` aborts. */
export async function inTurns<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  for (;;) {
    const step = steps.next();
    await nextTurn();
    signal.throwIfAborted();
    if (step.done) return step.value;
  }
}
