/**
 * Normalising: numbers, signs and abbreviations in a text as the words that a person would say. Everything else stays as it is.
 * A language without number words keeps its digits. Never makes a sign that sanitising (../sanitize.ts) takes away.
 */
import { baseLanguage } from '../words.ts';
import { createEnglish } from './english/english.ts';
import { createInternational } from './international/international.ts';
import { type Rule, tokenize } from './lexer.ts';
import type { Token, Verbalizers } from './token.ts';

interface Normalizer {
  readonly rules: readonly Rule[];
  readonly verbalizers: Verbalizers;
}

const made = new Map<string, Normalizer | undefined>();

export function normalizeText(text: string, language: string): string {
  const normalizer = normalizerOf(language.toLowerCase());
  if (!normalizer) return text;
  const { rules, verbalizers } = normalizer;
  const verbalize = (token: Token) => (verbalizers[token.kind] as (token: Token) => string)(token);
  return tidy(joinWords(tokenize(text, rules), verbalize));
}

function normalizerOf(language: string): Normalizer | undefined {
  // Tags come from people: their number is bounded.
  if (made.size > 50) made.clear();
  if (!made.has(language))
    made.set(language, baseLanguage(language) === 'en' ? createEnglish(language) : createInternational(language));
  return made.get(language);
}

/** What was no word before ("5", "$") needs a space to the letters beside it. */
function joinWords(tokens: readonly Token[], verbalize: (token: Token) => string): string {
  const parts: string[] = [];
  let end = '';
  let wasMade = false;
  for (const token of tokens) {
    const words = verbalize(token);
    const isMade = token.kind !== 'words';
    const touches = (isMade || wasMade) && /[\p{L}\p{N}]$/u.test(end) && /^[\p{L}\p{N}]/u.test(words);
    if (touches && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(end.slice(-1) + words[0])) parts.push(' ');
    parts.push(words);
    if (words !== '') end = words.slice(-2);
    wasMade = isMade;
  }
  return parts.join('');
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]{2,}/gu, ' ')
    .replace(/(?<=[^\s]) (?=[,.!?;:…](?:\s|$))/gu, '')
    .trim();
}
