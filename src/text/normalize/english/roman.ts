/** Roman numerals behind a name or a numbered thing: "Henry VIII", "Chapter IV", "World War II". Elsewhere they are letters. */
import type { Rule } from '../lexer.ts';

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };
/** Those who are counted with "the": "Henry the Eighth". */
const rulers = new Set(
  'Henry Elizabeth Louis George Edward Charles William James Richard Philip Napoleon Pius Paul Benedict Leo Frederick Wilhelm Friedrich Catherine Peter Nicholas Alexander Ramses Ramesses Cleopatra Xerxes Darius Mary Francis Ferdinand Otto Gregory Clement Urban Innocent Boniface Julius Juan Felipe Isabella Margaret Christian Haakon Gustav'.split(
    ' ',
  ),
);
const things =
  /(?:chapter|part|volume|war|phase|type|act|scene|book|episode|section|level|title|stage|article|appendix|grade|class|round|mark|figure|table|bowl|games?)$/iu;

export const romanRule: Rule = {
  starts: 'l',
  pattern: /(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?![\p{L}\p{N}'’.-]\p{L}|[\p{L}\p{N}'’])/uy,
  read([text], { before }) {
    const [, word] = /(?:^|[^\p{L}])(\p{L}+)\s$/u.exec(before) ?? [];
    if (word === undefined) return undefined;
    const isThing = things.test(word);
    const isRuler = rulers.has(word);
    const isName = /^\p{Lu}\p{Ll}+$/u.test(word);
    // "I" is a word, "V" and "X" are letters, "XXX" is no number, unless what stands before is counted.
    if (!isThing && !(isRuler && text !== 'I') && !(isName && text.length > 1 && !/^X+$/u.test(text))) return undefined;
    return { kind: 'roman', value: romanValue(text), ordinal: isRuler && !isThing };
  },
};

export function romanValue(text: string): number {
  return [...text].reduce((sum, letter, index, letters) => {
    const value = VALUES[letter];
    return sum + (value < (VALUES[letters[index + 1]] ?? 0) ? -value : value);
  }, 0);
}
