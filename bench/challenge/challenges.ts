import { challengeWords } from '../../src/consent/challenge-words.ts';
import { sentenceOf, statementFor } from '../../src/consent/statement.ts';
import type { SpokenChallenge } from '../../src/engine/verifiers/verifier.ts';

/** Challenges: those that the benchmark's people are given, the same in every run. */
export const wordsPerChallenge = 4;

/** Mulberry32: small, seeded, good enough to draw words. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` of them without repeats, none of `without`. */
export function drawWords(random: () => number, count: number, without: readonly string[] = []): string[] {
  const drawn: string[] = [];
  while (drawn.length < count) {
    const word = challengeWords[Math.floor(random() * challengeWords.length)];
    if (!drawn.includes(word) && !without.includes(word)) drawn.push(word);
  }
  return drawn;
}

/** `count` challenges of one person, no word in two of them, each of another day. */
export function challengesFor(name: string, count: number): SpokenChallenge[] {
  const random = createRandom([...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7));
  const used: string[] = [];
  return Array.from({ length: count }, () => {
    const words = drawWords(random, wordsPerChallenge, used);
    used.push(...words);
    const day = new Date(Date.UTC(2027, Math.floor(random() * 12), 1 + Math.floor(random() * 28)));
    return { statement: statementFor(day), words, list: challengeWords };
  });
}

export function textOf(challenge: SpokenChallenge): string {
  return sentenceOf(challenge);
}
