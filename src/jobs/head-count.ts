import type { Grant } from '../consent/gate.ts';
import { Refusal } from '../errors.ts';

/** Head count: how many jobs wait, in all, of each place and of each person; refuses whoever would be too many. */
export interface HeadCount {
  /** Refuses with 'queue-full', 'queue-place-full', 'queue-person-full'. Changes nothing. */
  requireRoom(grant: Grant): void;
  enter(grant: Grant): void;
  leave(grant: Grant): void;
}

export interface HeadLimits {
  readonly waiting: number;
  readonly waitingPerPlace: number;
  readonly waitingPerPerson: number;
}

export function createHeadCount({ waiting, waitingPerPlace, waitingPerPerson }: HeadLimits): HeadCount {
  const places = createTally();
  const persons = createTally();
  let total = 0;
  return {
    requireRoom({ placeId, personId }) {
      if (persons.of(personId) >= waitingPerPerson) {
        throw full('queue-person-full', waitingPerPerson, 'texts of yours', 'Wait until one of them is spoken, or stop one.');
      }
      if (places.of(placeId) >= waitingPerPlace) {
        throw full('queue-place-full', waitingPerPlace, 'texts from here', 'Try again in a minute.');
      }
      if (total >= waiting)
        throw full('queue-full', waiting, 'texts', 'Everybody is speaking at once; try again in a few minutes.');
    },
    enter({ placeId, personId }) {
      total++;
      places.add(placeId, 1);
      persons.add(personId, 1);
    },
    leave({ placeId, personId }) {
      total--;
      places.add(placeId, -1);
      persons.add(personId, -1);
    },
  };
}

function full(code: string, limit: number, what: string, advice: string): Refusal {
  return new Refusal(code, `${limit} ${what} are waiting to be spoken, and no more may wait. ${advice}`, { values: { limit } });
}

function createTally() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add(key: string, change: number): void {
      const count = of(key) + change;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    },
  };
}
