import type { Steps } from '../../../audio/steps.ts';
import { type Adaptation, fitAdaptation } from './adaptation.ts';
import { alignStatement, joinPairs, pairsOf } from './alignment.ts';
import type { WordTracks } from './bank.ts';
import { rowsBetween } from './matrix.ts';
import type { Person } from './person.ts';
import type { Track } from './readers.ts';
import { weighStatement } from './statement-evidence.ts';
import type { StatementPath } from './statement-path.ts';
import { someWords, wordStates } from './states.ts';
import { voiceShift } from './voice-shift.ts';
import { type Lattice, readWords, type Stretch, type WordStates } from './word-lattice.ts';
import { cheapestReading } from './word-path.ts';

/**
 * Comparison: one reader against the person. The statement, which both say, teaches how the reader sounds through this throat, room and
 * microphone; then every word of the list is tried in every slot.
 */
export interface Comparison {
  /** Cost of the whole recording with this word in this slot, [slots][words]. */
  readonly scores: readonly Float64Array[];
  /** How the statement fits, part by part: see statement-evidence.ts. */
  readonly statement: readonly number[];
  /** How unlike the voice of the statement that of the words is: see voice-shift.ts. */
  readonly voiceShift: number;
}

export interface ReaderMaterial {
  readonly statement: Track;
  readonly words: WordTracks;
  /** Of how many readers it is which: each weighs the statement against a share of the words. */
  readonly index: number;
  readonly readers: number;
}

/** Other words for the statement to beat: fewer would explain too little of anything. */
const fewestOtherWords = 80;
/** The words may begin this many compared frames before the statement seems to end. */
const overlapFrames = 20;

/** undefined: the recording is too short for the statement. */
export function* compare(person: Person, reader: ReaderMaterial, slots: number): Steps<Comparison | undefined> {
  const alignment = yield* alignStatement(person, reader.statement);
  if (!alignment) return undefined;
  const { view, path, pairs } = alignment;
  const words = yield* wordStates(reader.words, alignment.channel, alignment.paceRatio);
  const statement = yield* weighStatement(
    { recording: alignment.adaptation.mapPerson(view.features), silence: person.silence, path },
    mappedWords(shareOf(words, reader), alignment.adaptation),
    alignment.stateCount,
  );

  const from = Math.max(0, path.endFrame - overlapFrames);
  const features = rowsBetween(view.features, { from, to: Math.max(from, person.end) });
  const silence = person.silence.subarray(from, from + features.count);
  const before = costsBefore(path, { from, silence });
  function* read(adaptation: Adaptation): Steps<{ lattice: Lattice; stretch: Stretch; states: WordStates }> {
    const states = mappedWords(words, adaptation);
    yield;
    const stretch = { recording: adaptation.mapPerson(features), silence, before };
    return { lattice: yield* readWords(stretch, states, slots), stretch, states };
  }
  // The words that are heard, whichever were asked for, teach as the statement did; then they are heard again.
  const learned = fitAdaptation(pairs.reader, pairs.person);
  const first = yield* read(learned);
  const heard = cheapestReading(first.lattice, first.stretch, first.states);
  const own = pairsOf(heard.stateOfFrame, words.states, features);
  const all = joinPairs(pairs, own);
  const second = yield* read(fitAdaptation(all.reader, all.person));
  return { scores: second.lattice.scores, statement, voiceShift: voiceShift(learned, own) };
}

/** Each reader weighs with words of its own where the list has enough for all. */
function shareOf(words: WordStates, { index, readers }: ReaderMaterial): WordStates {
  const shares = Math.max(1, Math.min(readers, Math.floor((words.starts.length - 1) / fewestOtherWords)));
  return someWords(words, index % shares, shares);
}

function mappedWords({ states, starts }: WordStates, adaptation: Adaptation): WordStates {
  return { states: adaptation.mapReader(states), starts };
}

/** Cost of all that came before each frame from `from` on, silence after the statement included, [frames + 1]. */
function costsBefore({ endedCosts }: StatementPath, { from, silence }: { from: number; silence: Float32Array }): Float64Array {
  const before = new Float64Array(silence.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let frame = 0; frame < before.length; frame++) {
    if (from + frame > 0) before[frame] = endedCosts[from + frame - 1];
    if (frame > 0) before[frame] = Math.min(before[frame], before[frame - 1] + silence[frame - 1]);
  }
  return before;
}
