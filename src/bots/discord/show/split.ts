import { maximumContent } from './limits.ts';

/** Split: text that is too long for one message, as several: between lines where that is possible, else between words, else anywhere. */
export function split(text: string, maximum: number = maximumContent): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > maximum) {
    const at = endOf(rest, maximum);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...pieces, rest].filter(piece => piece !== '');
}

/** Not before the middle, so that pieces are few; never within a character, or between a backslash and what it escapes. */
function endOf(text: string, maximum: number): number {
  for (const mark of ['\n', ' ']) {
    const at = text.lastIndexOf(mark, maximum);
    if (at > maximum / 2) return at;
  }
  return isWithin(text, maximum) ? maximum - 1 : maximum;
}

function isWithin(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before >= 0xd800 && before <= 0xdbff) return true;
  let backslashes = 0;
  for (let index = at - 1; text[index] === '\\'; index--) backslashes++;
  return backslashes % 2 === 1;
}
