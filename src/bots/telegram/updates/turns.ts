import type { Clock } from '../clock.ts';

/**
 * Turns: what happens in one chat begins in order: the next when the one before is done, or says that it will take a while, or has taken a
 * moment already. So quick answers keep their order, and a long synthesis holds up nobody.
 */
export interface Turns {
  /** `work` gets the way to let the next begin. Never rejects: what work throws goes to onFault. */
  run(key: number, work: (letNext: () => void) => Promise<void>): void;
  /** What has not begun. */
  readonly waiting: number;
  /** Resolves when fewer than so many wait. */
  room(maximumWaiting: number): Promise<void>;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
}

export const turnDefaults = { momentMs: 1_000 } as const;

type Work = (letNext: () => void) => Promise<void>;

export function createTurns(clock: Clock, onFault: (error: unknown) => void): Turns {
  /** Chat -> what waits there; empty while something runs that nothing waits for. */
  const lines = new Map<number, Work[]>();
  let waiting = 0;
  let running = 0;
  const listeners = new Set<() => void>();

  function changed(): void {
    for (const listener of [...listeners]) listener();
  }

  function until(test: () => boolean): Promise<void> {
    if (test()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = () => {
      if (!test()) return;
      listeners.delete(listener);
      resolve();
    };
    listeners.add(listener);
    return promise;
  }

  function begin(key: number, work: Work): void {
    running++;
    let isLet = false;
    const letNext = () => {
      if (isLet) return;
      isLet = true;
      cancel();
      goOn(key);
    };
    const cancel = clock.schedule(turnDefaults.momentMs, letNext);
    work(letNext)
      .catch(onFault)
      .finally(() => {
        running--;
        letNext();
        changed();
      });
  }

  function goOn(key: number): void {
    const next = lines.get(key)?.shift();
    if (!next) {
      lines.delete(key);
      return;
    }
    waiting--;
    begin(key, next);
    changed();
  }

  return {
    run(key, work) {
      const line = lines.get(key);
      if (line) {
        line.push(work);
        waiting++;
        return;
      }
      lines.set(key, []);
      begin(key, work);
    },
    get waiting() {
      return waiting;
    },
    room: maximum => until(() => waiting < maximum),
    idle: () => until(() => running === 0 && waiting === 0),
  };
}
