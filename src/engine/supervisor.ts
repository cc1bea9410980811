import { Refusal } from '../errors.ts';
import type { Child } from './child.ts';
import { orAborted } from './deadline.ts';

/** Supervisor: keeps one engine process running. A dead one is replaced at once, one that keeps dying ever more slowly. */
export interface Supervisor {
  /** The process that runs now, running or not. */
  readonly child: Child;
  readonly restarts: number;
  /** False from a death until the next process is ready. */
  readonly isReady: boolean;
  /**
   * The process, once it is ready. Rejects as its start failed, or when `signal` aborts; refuses with 'engine-restarting' when the
   * pause before the next start takes long.
   */
  ready(signal: AbortSignal): Promise<Child>;
  /** No more restarts; closes the process, or kills it after `seconds`. */
  close(seconds: number): Promise<void>;
}

export interface Backoff {
  /** Before the second restart in a row (the first comes at once); doubles with each one. */
  readonly firstSeconds: number;
  readonly maximumSeconds: number;
  /** A process that was ready for so long starts a new row. */
  readonly stableSeconds: number;
}

/** Whoever asks during a longer pause than this is told at once to come back later. */
const longestWaitSeconds = 5;

export function createSupervisor(engine: string, start: () => Child, backoff: Backoff): Supervisor {
  let restarts = 0;
  let isReady = false;
  let pauseEndsAtMs = 0;
  let failuresInARow = 0;
  let closing = false;
  let child = start();
  /** Of the process that runs, or of the one to come while none does. */
  let upcoming = watch(child);
  let wait: { readonly timer: NodeJS.Timeout; readonly cancel: (error: Error) => void } | undefined;

  function watch(started: Child): Promise<Child> {
    let readyAt = Number.POSITIVE_INFINITY;
    void started.exited.then(() => {
      isReady = false;
      if (closing) return;
      const wasStable = performance.now() - readyAt >= backoff.stableSeconds * 1000;
      failuresInARow = wasStable ? 1 : failuresInARow + 1;
      upcoming = restartAfter(
        failuresInARow === 1 ? 0 : Math.min(backoff.maximumSeconds, backoff.firstSeconds * 2 ** (failuresInARow - 2)),
      );
    });
    return quiet(
      started.ready.then(() => {
        readyAt = performance.now();
        isReady = true;
        return started;
      }),
    );
  }

  function restartAfter(seconds: number): Promise<Child> {
    const { promise, resolve, reject } = Promise.withResolvers<Child>();
    pauseEndsAtMs = performance.now() + seconds * 1000;
    const timer = setTimeout(() => {
      wait = undefined;
      restarts++;
      child = start();
      resolve(watch(child));
    }, seconds * 1000);
    wait = { timer, cancel: reject };
    return quiet(promise);
  }

  return {
    get child() {
      return child;
    },
    get restarts() {
      return restarts;
    },
    get isReady() {
      return isReady;
    },
    async ready(signal) {
      const pauseSeconds = closing ? 0 : (pauseEndsAtMs - performance.now()) / 1000;
      if (pauseSeconds > longestWaitSeconds) {
        throw new Refusal(
          'engine-restarting',
          `The engine "${engine}" stopped ${failuresInARow} times in a row; it is started again in ${Math.ceil(pauseSeconds)} s. Try again then.`,
        );
      }
      return orAborted(upcoming, signal);
    },
    async close(seconds) {
      closing = true;
      clearTimeout(wait?.timer);
      wait?.cancel(closed());
      upcoming = quiet(Promise.reject(closed()));
      await child.close(seconds, closed());
    },
  };
}

function closed(): Refusal {
  return new Refusal('engine-closed', 'The engine is closed, as the program is ending. Start it again and repeat the request.');
}

/** Those who wait for it hear of its rejection; nobody waiting is no error. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
