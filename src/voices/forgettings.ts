import type { PersonId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';

/** Forgettings: work for a person that stops when they ask to be forgotten, so that nothing of it is written afterwards. */
export interface Forgettings {
  /** Runs work with a signal that aborts with 'person-forgotten', or as `signal` does. */
  during<Result>(
    personId: PersonId,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  /** Stops what is under way. */
  forget(personId: PersonId): void;
}

export function createForgettings(): Forgettings {
  const underWay = new Map<PersonId, Set<AbortController>>();
  return {
    async during(personId, signal, work) {
      const controller = new AbortController();
      const controllers = underWay.get(personId) ?? new Set();
      underWay.set(personId, controllers.add(controller));
      try {
        return await work(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal);
      } finally {
        controllers.delete(controller);
        if (controllers.size === 0 && underWay.get(personId) === controllers) underWay.delete(personId);
      }
    },
    forget(personId) {
      const controllers = underWay.get(personId) ?? [];
      for (const controller of controllers) controller.abort(forgotten());
    },
  };
}

function forgotten(): Refusal {
  return new Refusal(
    'person-forgotten',
    'You asked to be forgotten while this was under way, so it was stopped and nothing of it was kept.',
  );
}
