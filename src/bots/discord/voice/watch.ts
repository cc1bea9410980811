import type { Refusal } from '../../../errors.ts';
import type { LiveLimits } from './live.ts';
import { desertedCode } from './refusals.ts';
import { createTimer } from './timer.ts';

/** Watch: notices when the bot cannot be heard in its channel and when it can again, and how long nothing happens there. */
export interface Watch {
  /** Something may have changed. */
  review(): void;
  /** Somebody wants something: the time without anything begins anew. */
  stir(): void;
  /** Until the next `review`. */
  stop(): void;
}

export interface WatchOptions {
  readonly limits: LiveLimits;
  /** Why nobody could hear the bot now. */
  readonly hindrance: () => Refusal | undefined;
  /** It has something to say. */
  readonly isBusy: () => boolean;
  readonly onHindered: (reason: Refusal) => void;
  readonly onFree: () => void;
  /** It had something to say and was hindered for `waitSeconds`. */
  readonly onGivenUp: () => void;
  /** It had nothing to say for `idleMinutes`, or nobody was there for `waitSeconds`. */
  readonly onIdle: () => void;
}

type Situation = 'speaking' | 'waiting' | 'idle' | 'deserted';

export function createWatch(options: WatchOptions): Watch {
  const { limits } = options;
  const timer = createTimer();
  let hindrance: Refusal | undefined;
  let situation: Situation | undefined;

  const deadlines: Readonly<Record<Situation, () => void>> = {
    speaking: () => timer.clear(),
    waiting: () => timer.set(limits.waitSeconds, options.onGivenUp),
    idle: () => timer.set(limits.idleMinutes * 60, options.onIdle),
    deserted: () => timer.set(limits.waitSeconds, options.onIdle),
  };

  function present(): Situation {
    if (options.isBusy()) return hindrance ? 'waiting' : 'speaking';
    return hindrance?.code === desertedCode ? 'deserted' : 'idle';
  }

  return {
    review() {
      const found = options.hindrance();
      const isNew = found?.code !== hindrance?.code;
      hindrance = found;
      if (isNew && found) options.onHindered(found);
      if (isNew && !found) options.onFree();
      const now = present();
      if (now === situation) return;
      situation = now;
      deadlines[now]();
    },
    stir() {
      situation = undefined;
    },
    stop() {
      timer.clear();
      hindrance = undefined;
      situation = undefined;
    },
  };
}
