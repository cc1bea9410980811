import type { Steps } from '../../../audio/steps.ts';
import { type WordTracks, wordMargin } from './bank.ts';
import { type Channel, throughChannel } from './channel.ts';
import { featuresOf, featureWidth, stretch } from './features.ts';
import { joinRows, type Matrix, pickRows, rowsBetween } from './matrix.ts';
import { framesPerState } from './person.ts';
import type { Track } from './readers.ts';
import { hopSeconds } from './spectrum.ts';
import type { StatementStates } from './statement-path.ts';
import type { WordStates } from './word-lattice.ts';

/** States: a reader's tracks at the person's pace and through the person's channel, in the form in which they are compared. */

const fewestFramesOfWord = 8;
const wordsPerTurn = 32;

export function stretchedTrack({ powers, wordOfFrame }: Track, ratio: number): Track {
  const stretched = stretch(powers, ratio);
  const words = Int32Array.from({ length: stretched.count }, (_, frame) => {
    return wordOfFrame[Math.min(wordOfFrame.length - 1, Math.floor((frame + 0.5) / ratio))];
  });
  return { powers: stretched, wordOfFrame: words };
}

export function speechFramesOf({ wordOfFrame }: Track): number[] {
  return [...wordOfFrame.keys()].filter(frame => wordOfFrame[frame] >= 0);
}

/** The reader's speech, pauses left out. */
export function statementStates(track: Track, channel: Channel): StatementStates {
  const features = featuresOf(throughChannel(track.powers, channel));
  const frames = speechFramesOf(track).filter((_, index) => index % framesPerState === 0);
  const startsWord = Uint8Array.from(frames, (frame, index) => {
    return Number(index === 0 || track.wordOfFrame[frame] !== track.wordOfFrame[frames[index - 1]]);
  });
  return { states: pickRows(features, frames), startsWord };
}

/** Every word of the bank; margins have done their service for the slopes and are left out. */
export function* wordStates({ powers, starts }: WordTracks, channel: Channel, ratio: number): Steps<WordStates> {
  const parts: Matrix[] = [];
  const ends = [0];
  for (let word = 0; word + 1 < starts.length; word++) {
    const heard = throughChannel(stretch(rowsBetween(powers, { from: starts[word], to: starts[word + 1] }), ratio), channel);
    const spare = Math.floor((heard.count - fewestFramesOfWord) / 2);
    const margin = Math.max(0, Math.min(Math.round(wordMargin * ratio), spare));
    const frames: number[] = [];
    for (let frame = margin; frame < heard.count - margin; frame += framesPerState) frames.push(frame);
    parts.push(pickRows(featuresOf(heard), frames));
    ends.push(ends[word] + frames.length);
    if (word % wordsPerTurn === wordsPerTurn - 1) yield;
  }
  return { states: joinRows(parts, featureWidth), starts: Int32Array.from(ends) };
}

/** Some of the words: every `step`th, from `first` on. */
export function someWords({ states, starts }: WordStates, first: number, step: number): WordStates {
  const parts: Matrix[] = [];
  const ends = [0];
  for (let word = first; word + 1 < starts.length; word += step) {
    const part = rowsBetween(states, { from: starts[word], to: starts[word + 1] });
    parts.push(part);
    ends.push(ends.at(-1)! + part.count);
  }
  return { states: joinRows(parts, states.width), starts: Int32Array.from(ends) };
}

/** How long a reader speaks when it reads the statement and `slots` words of middle length. */
export function secondsOfSpeech(statement: Track, { starts }: WordTracks, slots: number): number {
  const words = starts.length - 1;
  return (speechFramesOf(statement).length + slots * (starts[words] / words - 2 * wordMargin)) * hopSeconds;
}
