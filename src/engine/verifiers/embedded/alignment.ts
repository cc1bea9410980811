import type { Steps } from '../../../audio/steps.ts';
import { type Adaptation, fitAdaptation, normalisation } from './adaptation.ts';
import { type Channel, channelBetween, meanRow } from './channel.ts';
import { joinRows, type Matrix, pickRows, thinned } from './matrix.ts';
import { framesPerState, type Person, type View } from './person.ts';
import type { Track } from './readers.ts';
import { findStatement, type StatementPath, type StatementStates } from './statement-path.ts';
import { speechFramesOf, statementStates, stretchedTrack } from './states.ts';

/**
 * Alignment: one reader's statement laid over the person's. Found first on normalised features, with the vocal tract that fits best, then
 * twice more with what was learned from the frames that met: their colour, their spread, their pace.
 */
export interface Alignment {
  readonly view: View;
  readonly channel: Channel;
  /** Duration of the person's speech over the reader's. */
  readonly paceRatio: number;
  /** The last path, and what it was found with. */
  readonly path: StatementPath;
  readonly adaptation: Adaptation;
  readonly stateCount: number;
  /** Frames in which both say the same. */
  readonly pairs: Pairs;
}

/** Row i of one is said with row i of the other, [count, featureWidth] each. */
export interface Pairs {
  readonly reader: Matrix;
  readonly person: Matrix;
}

const rounds = 2;
const paceLimits = { fastest: 0.45, slowest: 2.2 };
/** Vocal tracts are told apart on every second frame and state. */
const searchStep = 2;

/** undefined: the recording is too short for it. */
export function* alignStatement(person: Person, track: Track): Steps<Alignment | undefined> {
  const spoken = meanRow(track.powers, speechFramesOf(track));
  const channelOf = (view: View) => channelBetween(spoken, view.levels);
  const view = yield* bestView(person, track, channelOf);
  const channel = channelOf(view);
  let states = statementStates(track, channel);
  let adaptation = normalisation(states.states, view.speech);
  let path = yield* findStatement(adaptation.mapPerson(view.features), person.silence, mapped(states, adaptation));
  let paceRatio = 1;
  for (let round = 0; round < rounds && Number.isFinite(path.totalCost); round++) {
    const pairs = pairsOf(path.stateOfFrame, states.states, view.features);
    paceRatio = paceOf(path, track);
    adaptation = fitAdaptation(pairs.reader, pairs.person);
    states = statementStates(stretchedTrack(track, paceRatio), channel);
    path = yield* findStatement(adaptation.mapPerson(view.features), person.silence, mapped(states, adaptation));
  }
  if (!Number.isFinite(path.totalCost)) return undefined;
  const pairs = pairsOf(path.stateOfFrame, states.states, view.features);
  return { view, channel, paceRatio, path, adaptation, stateCount: states.states.count, pairs };
}

export function pairsOf(stateOfFrame: Int32Array, states: Matrix, features: Matrix): Pairs {
  const frames = [...stateOfFrame.keys()].filter(frame => stateOfFrame[frame] >= 0);
  const statesMet = frames.map(frame => stateOfFrame[frame]);
  return { reader: pickRows(states, statesMet), person: pickRows(features, frames) };
}

export function joinPairs(a: Pairs, b: Pairs): Pairs {
  const { width } = a.reader;
  return { reader: joinRows([a.reader, b.reader], width), person: joinRows([a.person, b.person], width) };
}

function* bestView(person: Person, track: Track, channelOf: (view: View) => Channel): Steps<View> {
  const silence = person.silence.filter((_, frame) => frame % searchStep === 0);
  let [best, cheapest] = [person.views[0], Number.POSITIVE_INFINITY];
  for (const view of person.views) {
    const { states, startsWord } = statementStates(track, channelOf(view));
    const adaptation = normalisation(states, view.speech);
    const few = { states: thinned(adaptation.mapReader(states), searchStep), startsWord: thinnedStarts(startsWord) };
    const { totalCost } = yield* findStatement(thinned(adaptation.mapPerson(view.features), searchStep), silence, few);
    if (totalCost < cheapest) [best, cheapest] = [view, totalCost];
  }
  return best;
}

function thinnedStarts(startsWord: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(startsWord.length / searchStep) }, (_, state) => {
    return Number(startsWord.subarray(searchStep * state, searchStep * (state + 1)).includes(1));
  });
}

function mapped({ states, startsWord }: StatementStates, adaptation: Adaptation): StatementStates {
  return { states: adaptation.mapReader(states), startsWord };
}

function paceOf(path: StatementPath, track: Track): number {
  const spoken = path.stateOfFrame.reduce((count, state) => count + Number(state >= 0), 0) * framesPerState;
  return Math.max(paceLimits.fastest, Math.min(paceLimits.slowest, spoken / Math.max(1, speechFramesOf(track).length)));
}
