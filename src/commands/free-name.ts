import { Refusal } from '../errors.ts';
import { cleanName, skeletonOf } from '../voices/name.ts';

/** FreeName: the name of a voice whose owner gave none: their own, as far as a voice may have it, and a number where a voice of theirs looks the same. */
export function freeName(person: string, taken: readonly string[]): string {
  const skeletons = new Set(taken.map(skeletonOf));
  const base = namesFrom(person).find(isAllowed)!;
  for (let count = 2, free = base; ; free = `${base} ${count++}`) if (!skeletons.has(skeletonOf(free))) return free;
}

/** Room for " 123" within the longest name. */
const longestBase = 28;
const lastResort = 'voice';

/** As it is; its letters and digits alone, without emoji and signs; what every voice may be called. */
function namesFrom(person: string): string[] {
  const seen = person.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}+/gu, '');
  const plain = seen.replace(/[^\p{L}\p{M}\p{N} '’-]+/gu, ' ');
  return [...[person, plain].map(short), lastResort];
}

function short(name: string): string {
  const line = name.replace(/[\p{Z}\s]+/gu, ' ').trim();
  return [...line].slice(0, longestBase).join('').trim();
}

function isAllowed(name: string): boolean {
  try {
    return cleanName(name) === name.normalize('NFC');
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
