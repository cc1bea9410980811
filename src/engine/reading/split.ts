/**
 * Cuts a text into speakable pieces, in order: sentences first (Unicode sentence borders), then clauses, then words.
 * The first piece is kept short so that speech starts soon; pieces keep the punctuation that shapes their melody.
 */
export interface Piece {
  readonly text: string;
  /** Silence after it, at the person's own rate. */
  readonly pauseSeconds: number;
}

const limits = { firstPieceLength: 60, pieceLength: 160 } as const;
const pauses = { sentence: 0.38, clause: 0.17, words: 0 } as const;

export function splitText(text: string, language: string): Piece[] {
  const pieces: Piece[] = [];
  for (const sentence of sentences(text, language)) {
    if (isSpeakable(sentence)) pieces.push(...splitSentence(sentence, pieces.length === 0));
  }
  return pieces;
}

function* sentences(text: string, language: string): Generator<string> {
  let held = '';
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    held += segment;
    // "Dr." and "St." end no sentence; joining one short sentence too many does no harm, espeak-ng finds the border itself.
    if (/(?:^|\s)\p{Lu}\p{Ll}{0,3}\.\s*$/u.test(held) && held.length < limits.firstPieceLength) continue;
    yield held.replace(/\s+/g, ' ').trim();
    held = '';
  }
  yield held.replace(/\s+/g, ' ').trim();
}

/** A letter, a digit, or a symbol that has a name to be read out. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function splitSentence(sentence: string, isFirst: boolean): Piece[] {
  const pieces: Piece[] = [];
  let rest = sentence;
  let limit = isFirst ? limits.firstPieceLength : limits.pieceLength;
  while (rest.length > limit) {
    const { cut, pauseSeconds } = bestCut(rest, limit);
    const text = rest.slice(0, cut).trim();
    if (isSpeakable(text)) pieces.push({ text, pauseSeconds });
    rest = rest.slice(cut).trim();
    limit = limits.pieceLength;
  }
  if (isSpeakable(rest)) pieces.push({ text: rest, pauseSeconds: pauses.sentence });
  return pieces;
}

/** The last clause border within the limit; failing that one somewhat behind it; failing that the last space; failing that the limit. */
function bestCut(text: string, limit: number): { cut: number; pauseSeconds: number } {
  const clauses = [...text.matchAll(/[,;:–—、，；：](?=\s|$|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})/gu)].map(
    match => match.index + match[0].length,
  );
  const clause =
    clauses.filter(end => end >= 12 && end <= limit).at(-1) ??
    clauses.find(end => end >= 12 && end <= 1.6 * limit && end < text.length);
  if (clause !== undefined) return { cut: clause, pauseSeconds: pauses.clause };
  if (text.length <= 1.6 * limit) return { cut: text.length, pauseSeconds: pauses.sentence };
  const space = text.lastIndexOf(' ', limits.pieceLength);
  if (space > 12) return { cut: space, pauseSeconds: pauses.words };
  // No space for so long is no word of any language; cut between code points.
  return {
    cut: limits.pieceLength - (/[\uD800-\uDBFF]/.test(text[limits.pieceLength - 1]!) ? 1 : 0),
    pauseSeconds: pauses.words,
  };
}
