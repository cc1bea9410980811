import type { OptionSpec, OptionTable } from '../../../commands/options.ts';
import { type MarkedText, type Range, trimmed } from './marked-text.ts';
import { type NamedValue, namedAtEnd, namedInFront, unquoted } from './values.ts';

/**
 * Words: which part of what stands behind a command is which of its options. Named options stand first or last, so that a colon within a
 * sentence is none; so do mentions of people and the names of what is on or off; a choice that leads the table takes the first word; the
 * rest is what the command is mainly about. Values are ranges of the text, so that its entities are kept.
 */
export interface Words {
  readonly ranges: ReadonlyMap<string, Range>;
  /** Options that are on because their name stands there: "everyone". */
  readonly flags: ReadonlySet<string>;
}

interface Reading {
  readonly marked: MarkedText;
  readonly table: OptionTable;
  readonly ranges: Map<string, Range>;
  readonly flags: Set<string>;
  rest: Range;
}

/** Takes something off the rest; whether there was something. */
type Taker = (reading: Reading) => boolean;

export function readWords(marked: MarkedText, range: Range, table: OptionTable): Words {
  const reading: Reading = { marked, table, ranges: new Map(), flags: new Set(), rest: trimmed(marked, range) };
  while (inFront.some(take => take(reading)));
  while (atEnd.some(take => take(reading)));
  placeRest(reading);
  return reading;
}

const takeNamedInFront: Taker = reading =>
  takeNamed(
    reading,
    namedInFront(reading.marked, reading.rest, name => reading.table[name]?.kind === 'duration'),
  );

const takeNamedAtEnd: Taker = reading => {
  const found = namedAtEnd(reading.marked, reading.rest);
  return takeNamed(reading, found && isLikely(reading, found) ? found : undefined);
};

const takeLeadingChoice: Taker = reading => {
  const [name] = Object.keys(reading.table);
  if (name === undefined || reading.table[name]!.kind !== 'choice' || !isFree(reading, name)) return false;
  if (isEmpty(reading) || mentionsIn(reading).some(({ start }) => start === reading.rest.start)) return false;
  takeWord(reading, name);
  return true;
};

const takeMentionInFront: Taker = reading =>
  takeMention(
    reading,
    mentionsIn(reading).find(({ start }) => start === reading.rest.start),
  );

const takeMentionAtEnd: Taker = reading =>
  takeMention(
    reading,
    mentionsIn(reading).find(({ end }) => end === reading.rest.end),
  );

const takeFlagInFront: Taker = reading => takeFlag(reading, /^\p{L}+(?!\S)/u);
const takeFlagAtEnd: Taker = reading => takeFlag(reading, /(?<!\S)\p{L}+$/u);

const inFront: readonly Taker[] = [takeNamedInFront, takeLeadingChoice, takeMentionInFront, takeFlagInFront];
const atEnd: readonly Taker[] = [takeNamedAtEnd, takeMentionAtEnd, takeFlagAtEnd];

function takeNamed(reading: Reading, found: NamedValue | undefined): boolean {
  if (!found || !isFree(reading, found.name)) return false;
  reading.ranges.set(found.name, found.value);
  reading.rest = found.rest;
  return true;
}

function takeMention(reading: Reading, mention: Range | undefined): boolean {
  if (!mention || !isFree(reading, 'person')) return false;
  reading.ranges.set('person', mention);
  reading.rest = without(reading, mention);
  return true;
}

function takeFlag(reading: Reading, pattern: RegExp): boolean {
  const found = pattern.exec(textOf(reading));
  const name = found?.[0].toLowerCase() ?? '';
  if (!found || !isFree(reading, name) || reading.table[name]!.kind !== 'boolean') return false;
  const start = reading.rest.start + found.index;
  reading.flags.add(name);
  reading.rest = without(reading, { start, end: start + name.length });
  return true;
}

/** Choices and numbers take one word when more follow; the option after them takes what is left. */
function placeRest(reading: Reading): void {
  while (!isEmpty(reading)) {
    const name = nextOption(reading) ?? 'text';
    const isSingle = ['choice', 'number'].includes(reading.table[name]?.kind ?? '');
    if (isSingle) takeWord(reading, name);
    else {
      reading.ranges.set(name, unquoted(reading.marked, reading.rest));
      return;
    }
  }
}

/** What is required goes first, then the order of the table. People and roles have to be mentioned or named. */
function nextOption(reading: Reading): string | undefined {
  const isPlain = ([name, { kind }]: [string, OptionSpec]) =>
    isFree(reading, name) && !['person', 'role', 'boolean'].includes(kind);
  const plain = Object.entries(reading.table).filter(isPlain);
  return (plain.find(([, { required }]) => required) ?? plain[0])?.[0];
}

function takeWord(reading: Reading, name: string): void {
  const [word] = /^\S+/.exec(textOf(reading))!;
  const { start } = reading.rest;
  reading.ranges.set(name, { start, end: start + word.length });
  reading.rest = without(reading, { start, end: start + word.length });
}

function isFree({ table, ranges, flags }: Reading, name: string): boolean {
  return Object.hasOwn(table, name) && !ranges.has(name) && !flags.has(name);
}

function isEmpty({ rest }: Reading): boolean {
  return rest.end <= rest.start;
}

function textOf({ marked, rest }: Reading): string {
  return marked.text.slice(rest.start, rest.end);
}

/** Of a range at its border. */
function without({ marked, rest }: Reading, { start, end }: Range): Range {
  return trimmed(marked, start <= rest.start ? { start: end, end: rest.end } : { start: rest.start, end: start });
}

function mentionsIn({ marked, rest }: Reading): readonly Range[] {
  return marked.entities
    .filter(({ type }) => type === 'mention' || type === 'text_mention')
    .map(({ offset, length }) => ({ start: offset, end: offset + length }))
    .filter(({ start, end }) => start >= rest.start && end <= rest.end);
}

/** At the end of running text a colon makes an option only where its value can be one. */
function isLikely({ marked, table }: Reading, { name, value }: NamedValue): boolean {
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  const text = marked.text.slice(value.start, value.end);
  if (spec?.kind === 'choice') return spec.choices.includes(text.toLowerCase());
  return spec?.kind !== 'number' || /^\d+(?:[.,]\d+)?$/.test(text);
}
