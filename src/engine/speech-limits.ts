import { Refusal } from '../errors.ts';
import type { SpeakOptions } from './engine.ts';

export const speechLimits = { maximumCharacters: 5_000, slowestRate: 0.5, fastestRate: 2 } as const;

/** Returns the text as an engine may read it: well-formed Unicode, trimmed. Refuses what cannot be spoken. */
export function requireSpeakable(text: string): string {
  const { maximumCharacters } = speechLimits;
  // A code point takes one or two units, so this bounds the work of counting a huge text.
  const characters = text.length > 2 * maximumCharacters ? text.length : countCharacters(text);
  if (characters > maximumCharacters) {
    throw new Refusal(
      'text-too-long',
      `The text has ${characters} characters; at most ${maximumCharacters} can be spoken at once. Split it into shorter parts.`,
    );
  }
  // Half of a surrogate pair (a text cut in the middle of an emoji) has no sound and no UTF-8.
  const wellFormed = text.replace(/\p{Surrogate}/gu, ' ').trim();
  if (wellFormed === '') throw new Refusal('text-empty', 'The text is empty. Write what the voice shall say.');
  if (!/[\p{L}\p{N}]/u.test(wellFormed)) {
    throw new Refusal(
      'text-unspeakable',
      'The text has no letter and no digit, only signs such as emoji, so there is nothing to say. Write at least one word.',
    );
  }
  return wellFormed;
}

export function requireSpeakOptions(options: SpeakOptions): void {
  const { slowestRate, fastestRate } = speechLimits;
  const { rate = 1, seed = 0, language } = options;
  if (!(rate >= slowestRate && rate <= fastestRate)) {
    throw new Refusal(
      'rate-out-of-range',
      `The speaking rate is ${rate}; give a number from ${slowestRate} to ${fastestRate} (1 is the usual).`,
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Refusal('seed-invalid', `The seed is ${seed}; give a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  }
  if (language !== undefined && !isLanguageTag(language)) {
    throw new Refusal('language-invalid', 'The language of the text is not a language tag. Give one as en, de or pt-BR.');
  }
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
