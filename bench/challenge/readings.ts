import type { SpokenChallenge } from '../../src/engine/verifiers/verifier.ts';
import { challengesFor, textOf } from './challenges.ts';
import { isAccepted, oneWordWrong, otherOrders, otherWords, sumOf, type Tally, tally } from './claims.ts';
import type { Hear, HeardRecording } from './hear.ts';
import { type Person, reads, readsInMessage } from './people.ts';

/** Readings: people who read what they were given, and what their recordings might be passed off as. */
export interface Reading extends HeardRecording {
  readonly person: Person;
  readonly challenge: SpokenChallenge;
}

export type Form = 'clean' | 'Opus 24 kbit/s';

export async function readingsOf(
  hear: Hear,
  people: readonly Person[],
  { form, each }: { form: Form; each: number },
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const person of people) {
    for (const challenge of challengesFor(person.name, each)) {
      const audio = form === 'clean' ? reads(person, textOf(challenge)) : readsInMessage(person, textOf(challenge));
      readings.push({ person, challenge, ...(await hear(audio, challenge.statement)) });
    }
  }
  return readings;
}

export interface ReadingRates {
  readonly first: Tally;
  /** Of three fresh challenges of one person, at least one. */
  readonly withinThree: Tally;
  readonly otherWords: Tally;
  readonly oneWordWrong: Tally;
  readonly otherOrder: Tally;
  readonly earlier: Tally;
}

export function ratesOf(readings: readonly Reading[], { claimsEach }: { claimsEach: number }): ReadingRates {
  const right = readings.map(({ heard, challenge }) => tally(heard, [challenge.words]));
  const threes: Tally[] = [];
  for (let index = 0; index + 2 < right.length; index += 3) {
    threes.push({ asked: 1, accepted: Math.min(1, sumOf(right.slice(index, index + 3)).accepted) });
  }
  return {
    first: sumOf(right),
    withinThree: sumOf(threes),
    otherWords: sumOf(
      readings.map(({ heard, challenge }, seed) => otherWords(heard, challenge.words, { count: claimsEach, seed })),
    ),
    oneWordWrong: sumOf(readings.map(({ heard, challenge }) => oneWordWrong(heard, challenge.words))),
    otherOrder: sumOf(readings.map(({ heard, challenge }) => otherOrders(heard, challenge.words))),
    earlier: sumOf(readings.map(reading => earlier(reading, readings))),
  };
}

/** The recording of one challenge for each of the person's others. */
function earlier({ heard, person, challenge }: Reading, readings: readonly Reading[]): Tally {
  const others = readings.filter(other => other.person.name === person.name && other.challenge !== challenge);
  return {
    asked: others.length,
    accepted: others.filter(other => isAccepted(heard, other.challenge.words)).length,
  };
}
