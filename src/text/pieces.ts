/**
 * Pieces: a text cut for speaking, in order, no word lost. Sentences first (Unicode's borders), then clauses, then words; never inside
 * a number, an abbreviation, an address or a name. The first piece is short so that speech starts soon; very short sentences are
 * spoken with the next, for models stumble over them. Pieces keep the punctuation that shapes their melody.
 */
import { type Atom, atomsOf, type Border } from './pieces/atoms.ts';
import { segmenterOf } from './pieces/segmenters.ts';
import { baseLanguage } from './words.ts';

export interface Piece {
  readonly text: string;
  /** Silence after it, at the person's own rate. */
  readonly pauseSeconds: number;
}

/** All in UTF-16 units. */
export interface PieceLimits {
  readonly firstLength: number;
  readonly length: number;
  /** Shorter ones are joined with a neighbour where the length allows. 0: each sentence is a piece. */
  readonly shortestLength: number;
}

export const pieceDefaults = { firstLength: 60, length: 150, shortestLength: 25 } as const satisfies PieceLimits;
/** One sign of Chinese or Japanese takes about as long as three letters. */
export const densePieceDefaults = { firstLength: 30, length: 60, shortestLength: 10 } as const satisfies PieceLimits;
export const pauses = { sentence: 0.38, clause: 0.17, word: 0 } as const satisfies Record<Border, number>;

const SHORTEST_CLAUSE = 12;

/** A letter or a digit: something that has a sound. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

export function splitIntoPieces(text: string, language: string, limits: PieceLimits = limitsOf(language)): Piece[] {
  const atoms = [...atomsOf(text, language)].flatMap(atom => cutLong(atom, limits.length));
  const pieces: Piece[] = [];
  let at = 0;
  while (at < atoms.length) {
    const limit = pieces.length === 0 ? limits.firstLength : limits.length;
    const end = bestEnd(atoms, at, { ...limits, length: limit });
    const piece = atoms
      .slice(at, end)
      .map(atom => atom.text)
      .join('')
      .trim();
    if (isSpeakable(piece)) pieces.push({ text: piece, pauseSeconds: pauses[atoms[end - 1].border] });
    at = end;
  }
  return pieces;
}

function limitsOf(language: string): PieceLimits {
  return ['zh', 'ja'].includes(baseLanguage(language)) ? densePieceDefaults : pieceDefaults;
}

/** The first sentence that is long enough; else the last clause within the limit; else a sentence that is too short; else the last word. */
function bestEnd(atoms: readonly Atom[], start: number, { length, shortestLength }: Omit<PieceLimits, 'firstLength'>): number {
  const ends: { readonly [Kind in Border | 'short']: number[] } = { sentence: [], clause: [], word: [], short: [] };
  let size = 0;
  let sentenceStart = 0;
  for (let end = start + 1; end <= atoms.length; end++) {
    const { text, border } = atoms[end - 1];
    size += text.length;
    if (size - text.length + text.trimEnd().length > length) break;
    const isShort = size - 1 < (border === 'sentence' ? shortestLength : SHORTEST_CLAUSE);
    if (border === 'sentence' && !isShort && !leavesCrumb(atoms, end, { size, length, shortestLength })) return end;
    if (border === 'sentence') sentenceStart = size;
    if (end === atoms.length) return end;
    // A clause at the very start of a further sentence is no place to breathe.
    if (border === 'clause' && size - sentenceStart < SHORTEST_CLAUSE) ends.word.push(end);
    else ends[isShort && border !== 'word' ? 'short' : border].push(end);
  }
  const shortSentence = ends.short.findLast(end => atoms[end - 1].border === 'sentence');
  return ends.clause.at(-1) ?? ends.sentence.at(-1) ?? shortSentence ?? ends.word.at(-1) ?? ends.short.at(-1) ?? start + 1;
}

/** What would be left behind the sentence is too short for a piece of its own, and fits in. */
function leavesCrumb(
  atoms: readonly Atom[],
  end: number,
  { size, length, shortestLength }: Omit<PieceLimits, 'firstLength'> & { size: number },
): boolean {
  let left = 0;
  for (let at = end; at < atoms.length && left < shortestLength; at++) left += atoms[at].text.length;
  return left > 0 && left < shortestLength && size + left <= length;
}

/** No word of any language is so long: it is cut between letters as a reader sees them, or between signs where one is longer still. */
function cutLong(atom: Atom, length: number): Atom[] {
  if (atom.text.length <= length) return [atom];
  const chunks: string[] = [''];
  for (const { segment } of segmenterOf('en', 'grapheme').segment(atom.text)) {
    for (const sign of segment.length > length ? segment : [segment]) {
      if (chunks.at(-1)!.length + sign.length > length) chunks.push('');
      chunks[chunks.length - 1] += sign;
    }
  }
  return chunks.map((text, index) => ({ text, border: index === chunks.length - 1 ? atom.border : 'word' }));
}
