import { type MarkedText, type Range, trimmed } from './marked-text.ts';

/** Values: named options ("voice:ada", 'name: "My voice"') at the border of a range, and the range without them. */
export interface NamedValue {
  readonly name: string;
  readonly value: Range;
  readonly rest: Range;
}

/** What closes a quotation that was opened so; phones write the curly ones by themselves. */
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”"', '„': '“”"', '«': '»', '”': '”"' };
const openings = Object.keys(closing).join('');

/** `wantsTime`: of a time both its number and its unit are meant, without quotation marks. */
export function namedInFront({ text }: MarkedText, range: Range, wantsTime: (name: string) => boolean): NamedValue | undefined {
  const found = /^(\p{L}+):[^\S\n]*(?=\S)/u.exec(text.slice(range.start, range.end));
  if (!found) return undefined;
  const name = found[1]!.toLowerCase();
  const start = range.start + found[0].length;
  const quoted = quotedAt(text, start, range.end);
  if (quoted) return { name, value: quoted, rest: trimmed({ text }, { start: quoted.end + 1, end: range.end }) };
  const pattern = wantsTime(name) ? /^(?:\d+\s*\p{L}+|\S+)/u : /^\S+/;
  const end = start + pattern.exec(text.slice(start, range.end))![0].length;
  return { name, value: { start, end }, rest: trimmed({ text }, { start: end, end: range.end }) };
}

const endPattern = /(?:^|\s)(\p{L}+):[^\S\n]*(?:["“”„«]([^"“”„«»]*)["“”»]|([^\s"“”„«»]+))$/u;

export function namedAtEnd({ text }: MarkedText, range: Range): NamedValue | undefined {
  const found = endPattern.exec(text.slice(range.start, range.end));
  if (!found) return undefined;
  const [, name, quoted, plain] = found;
  const end = quoted === undefined ? range.end : range.end - 1;
  const start = end - (quoted ?? plain!).length;
  const rest = trimmed({ text }, { start: range.start, end: range.start + found.index });
  return { name: name!.toLowerCase(), value: { start, end }, rest };
}

/** A range that is one quotation, without its marks. */
export function unquoted({ text }: MarkedText, range: Range): Range {
  const inner = quotedAt(text, range.start, range.end);
  return inner?.end === range.end - 1 ? inner : range;
}

function quotedAt(text: string, start: number, end: number): Range | undefined {
  const mark = text[start];
  if (mark === undefined || !openings.includes(mark)) return undefined;
  for (let at = start + 1; at < end; at++) {
    if (closing[mark]!.includes(text[at]!)) return { start: start + 1, end: at };
  }
  return undefined;
}
