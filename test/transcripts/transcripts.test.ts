/**
 * Transcripts: whole conversations, written down as they are to be read. A line with a prompt, or with "-- ", is done; what stands below it
 * is what is answered. "{id}", "{time}", "{hash}", "{seconds}", "{file}" and "{sentence}" stand for what differs each time, and a line
 * of "..." for any lines. CONSONANT_WRITE_TRANSCRIPTS=1 writes down what is answered now, to be read before it is committed.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage } from './stage.ts';

const folder = import.meta.dirname;
const isWriting = process.env.CONSONANT_WRITE_TRANSCRIPTS === '1';

interface Turn {
  readonly line: string;
  readonly answer: readonly string[];
  /** Blank lines and remarks after the answer. */
  readonly after: readonly string[];
}

function parse(source: string): { readonly head: readonly string[]; readonly turns: readonly Turn[] } {
  const head: string[] = [];
  const turns: { line: string; answer: string[]; after: string[] }[] = [];
  for (const line of source.trimEnd().split('\n')) {
    const last = turns.at(-1);
    if (/^(\w+@\w+> |-- )/.test(line)) turns.push({ line, answer: [], after: [] });
    else if (!last) head.push(line);
    else if (line === '' || line.startsWith('#')) last.after.push(line);
    else last.answer.push(line);
  }
  return { head, turns };
}

function setting(head: readonly string[], name: string): string | undefined {
  return head.map(line => new RegExp(`^# ${name}: (.+)$`).exec(line)?.[1]).find(value => value !== undefined);
}

const variable: readonly (readonly [RegExp, string])[] = [
  [/^ {2}>>> .*$/, '  >>> {sentence}'],
  [/\(voice note, [\d.]+ s: .*\)$/, '(voice note, {seconds} s: {file})'],
  [/\(picture: .*\)$/, '(picture: {file})'],
  [/\(file, \d+ kB: .*\)$/, '(file: {file})'],
  [/\(\d+\.\d s\)/, '({seconds} s)'],
  [/(cut off|end) after [\d.]+ s$/, '$1 after {seconds} s'],
  [/\b[0-9a-f]{64}\b/, '{hash}'],
  [/\b[0-9a-f]{8}\b/g, '{id}'],
  [/\b[0-9a-z]{26}\b/g, '{voice id}'],
  [/\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2}\s[AP]M UTC/g, '{time}'],
  // Whether a beep holds a mark is chance: tags come first.
  [/ The inaudible mark in the sound says so; .* files\./, ''],
  [/\b\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2} UTC/g, '{time}'],
];

function withoutVariables(line: string): string {
  return variable.reduce((text, [pattern, name]) => text.replace(pattern, name), line);
}

/** What was expected, where it fits; so that only what differs shows. */
function matched(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const at = expected.indexOf('...');
  if (at < 0) return expected;
  const tail = expected.slice(at + 1);
  return [...expected.slice(0, at), ...actual.slice(at, Math.max(at, actual.length - tail.length)), ...tail];
}

for (const file of readdirSync(folder)
  .filter(name => name.endsWith('.txt'))
  .sort()) {
  const path = join(folder, file);
  const { head, turns } = parse(readFileSync(path, 'utf8'));
  test(`${file}: ${head[0]?.replace(/^# /, '')}`, async () => {
    await using stage = await createStage({
      engine: setting(head, 'engine') ?? 'tone',
      realVerifier: setting(head, 'verifier') === 'real',
      operators: setting(head, 'operator')?.split(' ') ?? [],
    });
    // Where people speak at the same time, who is answered first may differ.
    const ordered = (lines: readonly string[]) => (setting(head, 'order') === 'free' ? [...lines].sort() : lines);
    const written = [...head];
    for (const { line, answer, after } of turns) {
      const actual = (await stage.play(line)).map(withoutVariables);
      const expected = matched(answer, actual);
      if (isWriting) written.push(line, ...(answer.includes('...') ? answer : actual), ...after);
      else assert.deepEqual([line, ...ordered(actual)], [line, ...ordered(expected)], `${file}: after "${line}"`);
    }
    if (isWriting) writeFileSync(path, `${written.join('\n')}\n`);
  });
}
