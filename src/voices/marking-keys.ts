import type { MarkingKeys } from '../audio/marking-keys.ts';
import { publicKeyOf } from '../audio/tags/ed25519.ts';
import type { MasterKey } from './master-key.ts';

const firstYear = 2026;
/** Eight years. More would cost time with each file that is looked at, and certainty. */
const mostKeys = 16;

/** 1: the first half of 2026. A clock that is wrong by years makes it 1. */
export function keyNumberAt(epochMs: number): number {
  const date = new Date(epochMs);
  return Math.max(1, 2 * (date.getUTCFullYear() - firstYear) + (date.getUTCMonth() < 6 ? 1 : 2));
}

/**
 * Other keys every half year, so that nobody has much speech that is marked with one; those of the years before still tell what was made then, and the
 * next one what is made by a program that was started later than this one. They follow from the master key and the calendar: nothing is stored, and
 * nothing is to be done.
 */
export function deriveMarkingKeys(masterKey: Pick<MasterKey, 'markingKey'>, nowMs: number): MarkingKeys {
  const newest = keyNumberAt(nowMs);
  const earlier = Array.from({ length: Math.min(newest, mostKeys) - 1 }, (_, index) => newest - 1 - index);
  const numbers = [newest, ...earlier, newest + 1];
  const [first, ...others] = numbers.map(number => ({ number, bytes: masterKey.markingKey('watermark', number) }));
  const seedOf = (number: number) => masterKey.markingKey('signature', number);
  return {
    marks: [first, ...others],
    signing: { seed: seedOf(newest) },
    verifying: numbers.map(number => ({ publicKey: publicKeyOf(seedOf(number)) })),
  };
}
