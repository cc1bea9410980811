/**
 * Text: what people read, cut to what Telegram takes. Sent without a parse mode, so nothing in it is markup; a name in it can still look
 * like "@somebody" and would ring at their place, so a mark that nobody sees stands behind each "@", but for the one in "/say@bot".
 */
export const textLimits = { text: 4096, caption: 1024, alert: 200, button: 64 } as const;

const wordJoiner = '\u2060';

export function harmless(text: string): string {
  return text.replace(/(?<!\/[A-Za-z0-9_]{1,32})@(?=[\p{L}\p{N}_])/gu, `@${wordJoiner}`);
}

/** At most `limit` UTF-16 units, which is never more than what Telegram counts; no letter, emoji or flag is cut through. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = borderBefore(text, limit - 1);
  const words = text.slice(0, end).replace(/\s+\S*$/u, '');
  // Where the last word is a long one, a part of it says more than nothing.
  return `${(words.length > limit / 2 ? words : text.slice(0, end)).trimEnd()}…`;
}

/** In order, nothing lost but blanks: cut at lines, else at words, else anywhere. */
export function inMessages(text: string, limit: number = textLimits.text): readonly string[] {
  const [first, rest] = splitOff(text, limit);
  return rest === '' ? [first] : [first, ...inMessages(rest, limit)];
}

/** What fits into the limit, and what is left; the blanks between are gone. */
export function splitOff(text: string, limit: number): readonly [first: string, rest: string] {
  const whole = text.trimEnd();
  if (whole.length <= limit) return [whole, ''];
  const end = cutBefore(whole, limit);
  return [whole.slice(0, end).trimEnd(), whole.slice(end).trimStart()];
}

function cutBefore(text: string, limit: number): number {
  const part = text.slice(0, limit + 1);
  const line = part.lastIndexOf('\n');
  if (line > limit / 2) return line;
  const blank = part.search(/\s\S*$/u);
  return blank > limit / 2 ? blank : borderBefore(text, limit);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last border between two signs at or before `limit`. */
function borderBefore(text: string, limit: number): number {
  const start = Math.max(0, limit - 100);
  // A border that is sure to be one: no half of a pair.
  const from = /^[\uDC00-\uDFFF]/.test(text.slice(start)) ? start + 1 : start;
  let border = from;
  for (const { index } of graphemes.segment(text.slice(from, limit + 100))) {
    if (from + index > limit) break;
    border = from + index;
  }
  return border;
}
