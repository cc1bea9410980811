/** Atoms: the parts of a text that no cut may divide, each with what ends behind it. Joined they are the text with single spaces. */
import { isAbbreviation, opensName } from './abbreviations.ts';
import { segmenterOf } from './segmenters.ts';

export type Border = 'sentence' | 'clause' | 'word';

export interface Atom {
  /** With the space behind it, if there is one. */
  readonly text: string;
  readonly border: Border;
}

/** Names of several words stay together up to here. */
const LONGEST_NAME = 40;
const CLAUSE_END = /[,;:–—、，；：]["'”’»)）\]]*$/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export function* atomsOf(text: string, language: string): Generator<Atom> {
  for (const sentence of sentencesOf(text, language)) {
    const parts = glue(wordsOf(sentence, language), language);
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      yield {
        text: isLast && !/[。！？]$/u.test(part) ? `${part} ` : part,
        border: isLast ? 'sentence' : CLAUSE_END.test(part.trim()) ? 'clause' : 'word',
      };
    }
  }
}

function* sentencesOf(text: string, language: string): Generator<string> {
  for (const line of text.split(/\n+/u)) {
    let held = '';
    for (const { segment } of segmenterOf(language, 'sentence').segment(line)) {
      held += segment;
      const lastWord = held.slice(-40).trimEnd().split(/\s/u).at(-1)!;
      if (isAbbreviation(lastWord, language) || endsBare(held)) continue;
      yield held.replace(/\s+/gu, ' ').trim();
      held = '';
    }
    yield held.replace(/\s+/gu, ' ').trim();
  }
}

/** Nothing to say yet: an opening bracket, a bullet. */
function endsBare(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

/** Words with the space behind them; scripts without spaces are cut by the dictionary of Unicode. */
function* wordsOf(sentence: string, language: string): Generator<string> {
  for (const [word] of sentence.matchAll(/\S+\s*/gu)) {
    if (UNSPACED.test(word)) yield* dictionaryWords(word, language);
    else yield word;
  }
}

/** Points stay with the word before them, opening ones with the word behind. */
function* dictionaryWords(text: string, language: string): Generator<string> {
  let held = '';
  for (const { segment, isWordLike } of segmenterOf(language, 'word').segment(text)) {
    const staysWithLast = !isWordLike && !/^[\p{Ps}\p{Pi}]/u.test(segment);
    if (held !== '' && !staysWithLast && !/[\p{Ps}\p{Pi}]$/u.test(held)) {
      yield held;
      held = '';
    }
    held += segment;
  }
  if (held !== '') yield held;
}

function glue(words: Iterable<string>, language: string): string[] {
  const parts: string[] = [];
  for (const word of words) {
    const before = parts.at(-1);
    if (before !== undefined && belongs(before, word, language)) parts[parts.length - 1] = before + word;
    else parts.push(word);
  }
  return parts;
}

function belongs(before: string, word: string, language: string): boolean {
  const last = before.trim().split(' ').at(-1)!;
  if (before.length + word.length > LONGEST_NAME) return false;
  if (opensName(last)) return true;
  if (/\d$/u.test(last) && /^\d/u.test(word)) return true;
  // German writes every noun with a capital: they say nothing about names.
  return !language.startsWith('de') && /^\p{Lu}[\p{L}'’-]+$/u.test(last) && /^\p{Lu}\p{Ll}/u.test(word);
}
