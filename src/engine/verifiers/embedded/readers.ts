import type { Steps } from '../../../audio/steps.ts';
import type { Reader, ReadingStyle } from '../../reading/espeak.ts';
import { joinRows, type Matrix } from './matrix.ts';
import { bandCount, melPowers } from './mel.ts';
import { hopSeconds, spectrumOf } from './spectrum.ts';

/** Readers: the synthetic voices that a recording is compared with. Three, since one accent and one throat fit some people badly. */
export const readerVoices: readonly { readonly language: string; readonly style: ReadingStyle }[] = [
  { language: 'en-us', style: { wordsPerMinute: 150 } },
  { language: 'en-us', style: { wordsPerMinute: 150, variant: 'f2' } },
  { language: 'en-gb', style: { wordsPerMinute: 150 } },
];

/** A text as a reader says it. */
export interface Track {
  /** Mel powers, [count, bands]. */
  readonly powers: Matrix;
  /** Word that a frame belongs to, counted from 0; -1 in a pause, [count]. */
  readonly wordOfFrame: Int32Array;
}

/** Edges this far below the loudest frame are silence, whatever the reader's own times say. */
const inaudibleRatio = 1e-5;

/** Sentence by sentence: the reader is not to be interrupted, and a whole text would hold up the thread. */
export function* readTrack(reader: Reader, text: string, voice: number): Steps<Track> {
  const tracks: Track[] = [];
  let words = 0;
  for (const sentence of text.split(/(?<=[.:!?])\s+/)) {
    const { powers, wordOfFrame } = yield* readSentence(reader, sentence, voice);
    const shift = words;
    tracks.push({ powers, wordOfFrame: wordOfFrame.map(word => (word < 0 ? word : word + shift)) });
    words = wordOfFrame.reduce((most, word) => Math.max(most, word + shift + 1), words);
    yield;
  }
  const wordOfFrame = new Int32Array(tracks.reduce((count, track) => count + track.powers.count, 0));
  let offset = 0;
  for (const track of tracks) {
    wordOfFrame.set(track.wordOfFrame, offset);
    offset += track.powers.count;
  }
  return {
    powers: joinRows(
      tracks.map(track => track.powers),
      bandCount,
    ),
    wordOfFrame,
  };
}

function* readSentence(reader: Reader, sentence: string, voice: number): Steps<Track> {
  const { language, style } = readerVoices[voice];
  const { audio, phones } = reader.read(sentence, language, style);
  yield;
  const powers = melPowers(yield* spectrumOf(audio));
  const wordOfFrame = new Int32Array(powers.count).fill(-1);
  let word = -1;
  for (const { ipa, startsWord, startSeconds, endSeconds } of phones) {
    if (startsWord && ipa !== '') word++;
    if (ipa === '') continue;
    const from = Math.round(startSeconds / hopSeconds);
    wordOfFrame.fill(Math.max(0, word), from, Math.max(from + 1, Math.round(endSeconds / hopSeconds)));
  }
  dropSilentEdges(powers, wordOfFrame);
  return { powers, wordOfFrame };
}

function dropSilentEdges({ data, count, width }: Matrix, wordOfFrame: Int32Array): void {
  const energy = Float64Array.from({ length: count }, (_, frame) => {
    return data.subarray(frame * width, (frame + 1) * width).reduce((sum, value) => sum + value, 0);
  });
  const least = energy.reduce((most, value) => Math.max(most, value), 0) * inaudibleRatio;
  for (let frame = 0; frame < count && energy[frame] < least; frame++) wordOfFrame[frame] = -1;
  for (let frame = count - 1; frame >= 0 && energy[frame] < least; frame--) wordOfFrame[frame] = -1;
}
