import { challengeWords } from '../../src/consent/challenge-words.ts';
import { decide } from '../../src/engine/verifiers/embedded/decision.ts';
import type { Heard } from '../../src/engine/verifiers/embedded/listening.ts';
import { createRandom, drawWords } from './challenges.ts';

/** Claims: what a recording might be passed off as. Each counts how many of the claims of one kind are accepted. */
export interface Tally {
  accepted: number;
  asked: number;
}

export function isAccepted(heard: Heard, words: readonly string[]): boolean {
  const places = words.map(word => challengeWords.indexOf(word));
  return decide(heard, places).accepted;
}

/** `count` times four words, none of them spoken. */
export function otherWords(heard: Heard, spoken: readonly string[], { count, seed }: { count: number; seed: number }): Tally {
  const random = createRandom(seed);
  return tally(
    heard,
    Array.from({ length: count }, () => drawWords(random, spoken.length, spoken)),
  );
}

/** One word wrong: every other word of the list in every place. */
export function oneWordWrong(heard: Heard, spoken: readonly string[]): Tally {
  const others = challengeWords.filter(word => !spoken.includes(word));
  return tally(
    heard,
    spoken.flatMap((_, slot) => others.map(other => spoken.with(slot, other))),
  );
}

/** The right words in every wrong order. */
export function otherOrders(heard: Heard, spoken: readonly string[]): Tally {
  return tally(heard, permutations(spoken).slice(1));
}

export function tally(heard: Heard, claims: readonly (readonly string[])[]): Tally {
  return { asked: claims.length, accepted: claims.filter(words => isAccepted(heard, words)).length };
}

export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, { accepted, asked }) => ({ accepted: sum.accepted + accepted, asked: sum.asked + asked }), {
    accepted: 0,
    asked: 0,
  });
}

/** 95 % interval of a share (Wilson 1927). It takes recordings as independent, which those of one speaker are not: too narrow. */
export function wilson({ accepted, asked }: Tally): [low: number, high: number] {
  if (asked === 0) return [0, 1];
  const z = 1.96;
  const share = accepted / asked;
  const middle = (share + (z * z) / (2 * asked)) / (1 + (z * z) / asked);
  const reach = (z / (1 + (z * z) / asked)) * Math.sqrt((share * (1 - share)) / asked + (z * z) / (4 * asked * asked));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/** The given order first. */
function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]));
}
