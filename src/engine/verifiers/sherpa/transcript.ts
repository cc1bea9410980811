import type { SpokenChallenge } from '../verifier.ts';
import { alignPrefix } from './align.ts';
import { editDistance } from './edit-distance.ts';

/**
 * Transcript: what was heard against what was to be read, word by word. The statement may have small slips (a recognizer's or a reader's),
 * never one that turns its meaning; the challenge words must all be there, in order, each nearer to itself than to any other of the list.
 */
export interface Comparison {
  readonly heardWords: number;
  /** Words wrong, missing or added, as a share of the statement. */
  readonly statementErrors: number;
  /** Challenge words heard in their order. */
  readonly wordsFound: number;
  /** Something was said that means the opposite, or a word without which the statement means nothing is missing. */
  readonly contradicts: boolean;
}

export const transcriptDefaults = {
  statementErrors: 0.2,
  /** Letters of a challenge word that may differ: "omelette" is "omelet". */
  letterErrors: 0.34,
} as const;

/** Where the statement has them they must be heard as they are. */
const bindingWords = new Set(['agree', 'clone', 'my', 'voice']);
/** Said anywhere outside of the sentence they turn it. */
const turningWords = new Set(
  (
    'not no never none nor disagree refuse deny without stop withdraw dont cannot cant wont wouldnt didnt doesnt isnt arent shouldnt ' +
    'mustnt couldnt'
  ).split(' '),
);
const fillers = new Set('uh um er erm hm and the a oh well so okay'.split(' '));
const mostStrayWords = 2;

export function compareWords(transcript: string, { statement, words, list }: SpokenChallenge): Comparison {
  const heard = wordsOf(transcript);
  const expected = wordsOf(statement);
  const { used, errors, matched } = alignPrefix(expected, heard, isSaidAs);
  const turned = heard.some(word => turningWords.has(word) && !expected.includes(word) && !list.includes(word));
  const isBindingWordMissing = expected.some((word, index) => bindingWords.has(word) && !matched[index]);
  return {
    heardWords: heard.length,
    statementErrors: errors / Math.max(1, expected.length),
    wordsFound: countInOrder(heard.slice(used), words, list),
    contradicts: turned || isBindingWordMissing,
  };
}

/** Letters and digits in lower case, without apostrophes: "Don't" is "dont"; "twenty-third" is two words. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]|\p{M}/gu, '');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap(word => spelledOut(word));
}

/** A recognizer may write the day in digits: "23rd". */
function spelledOut(word: string): string[] {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word) ?? [];
  const day = Number(digits);
  if (!digits || day < 1 || day > 31) return [word];
  if (day <= 20) return [ordinals[day - 1]!];
  if (day === 30) return ['thirtieth'];
  return [day > 30 ? 'thirty' : 'twenty', ordinals[(day % 10) - 1]!];
}

const ordinals = (
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth ' +
  'seventeenth eighteenth nineteenth twentieth'
).split(' ');

/** Of the statement: the same but for one letter in a long word; "consonants" is "consonant", "his" is not "my". */
function isSaidAs(expected: string, heard: string): boolean {
  if (expected === heard) return true;
  if (bindingWords.has(expected) || turningWords.has(heard)) return false;
  return expected.length >= 5 && editDistance(expected, heard) <= 1;
}

/** How many of the words are heard, from the first on, with little between them and none of the list that was not asked for. */
function countInOrder(heard: readonly string[], words: readonly string[], list: readonly string[]): number {
  let at = 0;
  let found = 0;
  let stray = 0;
  while (at < heard.length && found < words.length) {
    const length = [1, 2].find(count => isWord(heard.slice(at, at + count).join(''), words[found]!, list));
    if (length !== undefined) {
      at += length;
      found++;
    } else if (fillers.has(heard[at]!)) {
      at++;
    } else {
      if (++stray > mostStrayWords || list.includes(heard[at]!)) return found;
      at++;
    }
  }
  // Whoever goes on with more words of the list has not read this challenge but a longer one.
  return heard.slice(at).some(word => list.includes(word)) ? found - 1 : found;
}

function isWord(heard: string, wanted: string, list: readonly string[]): boolean {
  if (heard === wanted) return true;
  const distance = editDistance(heard, wanted);
  if (distance > Math.max(1, Math.floor(transcriptDefaults.letterErrors * wanted.length))) return false;
  return list.every(other => other === wanted || editDistance(heard, other) > distance);
}
