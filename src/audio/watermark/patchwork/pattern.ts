import { createHash, createHmac } from 'node:crypto';
import { codeBits, encodeId } from './codeword.ts';
import { layout, patchAt, patchCount } from './layout.ts';

/**
 * Pattern: what a key draws: a random sign for each patch of a block. Some of the patches are the pilot, by which a mark is found; the others
 * carry the code. Each bit of the code has patches in every part of the spectrum, for a codec or a telephone takes whole parts away.
 */
export interface Pattern {
  /** [patchCount] of -1 and 1. */
  readonly signs: Int8Array;
  /** [patchCount]: which bit of the code a patch carries; -1: the pilot. */
  readonly bits: Int16Array;
}

/** `key`: 32 bytes. */
export function patternOf(key: Uint8Array): Pattern {
  const random = createRandom(key);
  const signs = Int8Array.from({ length: patchCount }, () => (random(2) === 0 ? -1 : 1));
  const bits = new Int16Array(patchCount).fill(-1);
  const payload: number[] = [];
  for (let pair = 0; pair < layout.pairs; pair++) {
    const slots = shuffled(layout.slots, random).slice(layout.pilotSlots);
    for (const slot of slots) payload.push(patchAt(pair, slot));
  }
  for (let part = 0; part < payload.length; part += codeBits) {
    for (const [index, bit] of shuffled(codeBits, random).entries()) bits[payload[part + index]!] = bit;
  }
  return { signs, bits };
}

/** [patchCount] of -1 and 1: the block that says `id`. */
export function blockOf({ signs, bits }: Pattern, id: number): Int8Array {
  const code = encodeId(id);
  return signs.map((sign, patch) => (code[bits[patch]!] === 1 ? -sign : sign));
}

/** Where in the block an utterance begins: another place for each, so that beginnings cannot be averaged. */
export function firstSlotOf(key: Uint8Array, generationId: string): number {
  return createHmac('sha256', key).update(generationId).digest()[0]! % layout.slots;
}

/** The numbers below `count` in random order (Fisher and Yates). */
function shuffled(count: number, random: (below: number) => number): number[] {
  const items = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = random(index + 1);
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}

/** Whole numbers below a limit, from SHAKE256 of the key. */
function createRandom(key: Uint8Array): (below: number) => number {
  const shake = createHash('shake256', { outputLength: 16 * patchCount });
  const bytes = shake.update('consonant watermark patchwork 1').update(key).digest();
  let offset = 0;
  // 32 bits for some hundreds of items: less than one millionth from uniform.
  return below => {
    const word = bytes.readUInt32LE(offset);
    offset += 4;
    return Math.floor((word / 2 ** 32) * below);
  };
}
