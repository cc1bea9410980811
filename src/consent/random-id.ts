import { randomInt } from 'node:crypto';

/** A whole number from 0 up to, but not including, `limit`: every one equally likely. */
export type RandomBelow = (limit: number) => number;

/** Cannot be guessed. */
export const cryptoRandom: RandomBelow = limit => randomInt(limit);

/** No letters that are taken for a digit, and no upper case: an id may have to be read out. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** 5 random bits per character: 26 characters are as good as a UUID, 12 are plenty within one voice. */
export function randomId(length: number, random: RandomBelow = cryptoRandom): string {
  return Array.from({ length }, () => letters[random(letters.length)]).join('');
}
