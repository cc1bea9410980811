import type { Steps } from '../../../audio/steps.ts';
import type { Reader } from '../../reading/espeak.ts';
import { joinRows, type Matrix } from './matrix.ts';
import { bandCount } from './mel.ts';
import { readerVoices, readTrack } from './readers.ts';

/** Bank: every word of a list as each reader says it. The same for everybody, so it is made once and kept. */
export interface Bank {
  readonly words: readonly string[];
  /** One of each reader. */
  readonly tracks: readonly WordTracks[];
}

export interface WordTracks {
  /** Mel powers of all words, one after another, each with {@link wordMargin} frames of what surrounds it, [count, bands]. */
  readonly powers: Matrix;
  /** First row of each word, margin included, and the end, [words + 1]. */
  readonly starts: Int32Array;
}

/** Frames kept on both sides of a word: slopes at its edges look that far. */
export const wordMargin = 3;

export function* buildBank(reader: Reader, words: readonly string[]): Steps<Bank> {
  const tracks: WordTracks[] = [];
  for (let voice = 0; voice < readerVoices.length; voice++) {
    const parts: Matrix[] = [];
    const starts = [0];
    for (const word of words) {
      const part = yield* readWord(reader, word, voice);
      parts.push(part);
      starts.push(starts.at(-1)! + part.count);
      yield;
    }
    tracks.push({ powers: joinRows(parts, bandCount), starts: Int32Array.from(starts) });
  }
  return { words: [...words], tracks };
}

/** With a comma: as in a list, where the voice stays up. */
function* readWord(reader: Reader, word: string, voice: number): Steps<Matrix> {
  const { powers, wordOfFrame } = yield* readTrack(reader, `${word},`, voice);
  const first = wordOfFrame.findIndex(value => value >= 0);
  const last = wordOfFrame.findLastIndex(value => value >= 0);
  const rows = last - first + 1 + 2 * wordMargin;
  const data = new Float32Array(rows * bandCount);
  for (let row = 0; row < rows; row++) {
    const frame = Math.max(0, Math.min(powers.count - 1, first - wordMargin + row));
    data.set(powers.data.subarray(frame * bandCount, (frame + 1) * bandCount), row * bandCount);
  }
  return { data, count: rows, width: bandCount };
}
