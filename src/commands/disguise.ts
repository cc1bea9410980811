import { skeletonOf } from '../voices/name.ts';

/**
 * Disguise: words are found however they are dressed up: in capitals, with accents or invisible signs, in letters of another alphabet
 * that look the same ("pаssword", "c0de"), or letter by letter ("c.o d-e"). Texts become {@link formsOf}; what is looked for becomes an
 * expression over these, by {@link patternOver} or {@link phrasePattern}. Digits that only remind of letters ("p4ss") are not seen through.
 */

/** Stands where a text may have put a space into a word: beside a letter that stands alone. Never in a folded text otherwise. */
const seam = '·';

/** Stands for whatever may be an i as well as an l: "1", a capital I within a word, the Cyrillic i. */
const stroke = 'ı';

/** As it is written, and with each look-alike as the Latin letter. */
export function formsOf(text: string): readonly string[] {
  const strokes = text.replace(/(?<=\p{Ll})I+/gu, run => stroke.repeat(run.length));
  return [seamed(folded(text)), withoutLookAlikes(seamed(folded(strokes)))];
}

/** An expression that is written in lower case without accents, with one space between words. */
export function patternOver({ source }: RegExp): RegExp {
  const parts = /\\p\{\w+\}|\\.|\{[^}]*\}|\[[^\]]*\]|\p{L}+| /gu;
  const wide = source.replace(parts, part => {
    if (part === ' ') return `[ ${seam}]`;
    if (part.startsWith('[')) return part.replace('[ ', `[${seam} `);
    return /^\p{L}/u.test(part) ? lettersOf(folded(part)) : part;
  });
  return new RegExp(wide, 'u');
}

/** As whole words, where a script puts spaces between them; undefined where no letter, digit or sign of money is left of it. */
export function phrasePattern(phrase: string): RegExp | undefined {
  const words = folded(phrase);
  if (words === '') return undefined;
  const inside = words.split(' ').map(lettersOf).join(`[ ${seam}]`);
  const hasNoSpaces = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u.test(words);
  return new RegExp(hasNoSpaces ? inside : `(?<![${inWords}])${inside}(?![${inWords}])`, 'u');
}

const inWords = '\\p{L}\\p{N}\\p{M}$€£';
const betweenWords = new RegExp(`[^${inWords}]+`, 'gu');
/** Accents and what is piled on letters; not the vowels of Indian scripts or the voicing marks of Japanese. */
const ornaments =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]|[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Lower case, without accents and signs; currency signs stay. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ornaments, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(ornaments, '') // a capital İ leaves a dot behind
    .replace(betweenWords, ' ')
    .trim();
}

/** "tell me c o d e" -> "tell me·c·o·d·e": beside a single letter nobody knows whether a word ends. */
function seamed(text: string): string {
  const isAlone = (word: string) => /^\p{L}$/u.test(word);
  const joined = text.split(' ').reduce((before, word, index, words) => {
    if (index === 0) return word;
    return `${before}${isAlone(word) || isAlone(words[index - 1]) ? seam : ' '}${word}`;
  }, '');
  return joined.replace(/(?<=\p{Script=Han})·(?=\p{Script=Han})/gu, '');
}

/** Digits count as letters only in a word that has a letter: "c0de", and not "100". */
function withoutLookAlikes(text: string): string {
  return text.replace(/[^ ]+/g, word => (/\p{L}/u.test(word) ? [...word].map(lookAlikeOf).join('') : word));
}

function lookAlikeOf(letter: string): string {
  if (letter === seam || /[a-z]/.test(letter)) return letter;
  const skeleton = skeletonOf(letter);
  if (skeleton === 'i') return stroke;
  return [...skeleton].length === 1 ? skeleton : letter;
}

/** The letters of a word in either form, with seams between them. But "U.S." is no "us": it stands before too many harmless words. */
function lettersOf(word: string): string {
  return [...word].map(eitherForm).join(word === 'us' ? '' : `${seam}?`);
}

function eitherForm(letter: string): string {
  const other = letter === 'l' || letter === 'i' ? stroke : lookAlikeOf(letter);
  return other === letter && letter !== '$' ? letter : `[${letter}${other}]`;
}
