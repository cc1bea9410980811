/**
 * Lexer: cuts a text into tokens, left to right, nothing lost. At each place the first rule that fits wins; where none does, a run of
 * letters or one other sign is taken as it stands. Patterns are sticky and bounded, so the time grows with the length of the text alone.
 */
import type { Token } from './token.ts';

export interface Rule {
  /** The kinds of sign that it can start with: l(etter), d(igit), s(ign). */
  readonly starts: string;
  /** With the flags "y" and "u". */
  readonly pattern: RegExp;
  /** May it start within a word ("abc12")? Left out: no. */
  readonly inWord?: boolean;
  /** Undefined: it does not fit after all, for what stands around it. */
  read(match: RegExpExecArray, around: Around): Token | Read | undefined;
}

/** A token that takes less of the text than the pattern matched. */
export interface Read {
  readonly token: Token;
  readonly length: number;
}

export interface Around {
  /** At most 40 signs. */
  readonly before: string;
  readonly after: string;
}

const REACH = 40;
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*/uy;
const SPACE = /\s+/uy;

export function tokenize(text: string, rules: readonly Rule[]): Token[] {
  const byStart = { l: startingWith('l', rules), d: startingWith('d', rules), s: startingWith('s', rules) };
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = findToken(text, at, byStart[startOf(text, at)]) ?? asItStands(text, at);
    tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}

function startingWith(start: string, rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(rule => rule.starts.includes(start));
}

function startOf(text: string, at: number): 'l' | 'd' | 's' {
  const sign = String.fromCodePoint(text.codePointAt(at)!);
  if (/\p{L}/u.test(sign)) return 'l';
  return /[0-9]/u.test(sign) ? 'd' : 's';
}

function findToken(text: string, at: number, rules: readonly Rule[]): Read | undefined {
  if (rules.length === 0) return undefined;
  const before = text.slice(Math.max(0, at - REACH), at);
  const isInWord = /[\p{L}\p{N}\p{M}]$/u.test(before);
  for (const rule of rules) {
    if (isInWord && !rule.inWord) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (!match || match[0] === '') continue;
    const end = at + match[0].length;
    const read = rule.read(match, { before, after: text.slice(end, end + REACH) });
    if (read) return 'token' in read ? read : { token: read, length: match[0].length };
  }
  return undefined;
}

function asItStands(text: string, at: number): Read {
  for (const pattern of [WORD, SPACE]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { token: { kind: 'words', text: match[0] }, length: match[0].length };
  }
  const sign = String.fromCodePoint(text.codePointAt(at)!);
  return { token: { kind: 'words', text: sign }, length: sign.length };
}
