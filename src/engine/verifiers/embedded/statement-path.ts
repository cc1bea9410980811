import type { Steps } from '../../../audio/steps.ts';
import { detour, fillCosts } from './distance.ts';
import { type Matrix, rowOf, rowsBetween } from './matrix.ts';

/**
 * Statement path: the cheapest way to read a known text through a recording that goes on afterwards (dynamic programming: Sakoe and Chiba
 * 1978). Words may be set apart by silence; what comes before and after costs what an average stranger's frame would.
 */
export interface StatementStates {
  /** Frames of the reader's speech, pauses left out, [states, width]. */
  readonly states: Matrix;
  /** 1 where a word begins, [states]. */
  readonly startsWord: Uint8Array;
}

export interface StatementPath {
  /** State of each frame; -1 in silence, before the first word and after the last, [frames]. */
  readonly stateOfFrame: Int32Array;
  /** Cost of all frames up to each, with the statement ended exactly there, [frames]. */
  readonly endedCosts: Float64Array;
  /** The frame on which it ends best. */
  readonly endFrame: number;
  /** Cost of each frame along the path, [frames]. */
  readonly costs: Float32Array;
  /** Cost of the whole recording, what is not the statement at a stranger's price; infinite where the statement does not fit in. */
  readonly totalCost: number;
}

const moves = { stay: 0, next: 1, skip: 2, fromPause: 3, pauseFromState: 4 } as const;
/** A frame of something else costs this many deviations less than the mean over all states. */
const strangerDeviations = 1.2;
const framesPerTurn = 40;

export function* findStatement(
  recording: Matrix,
  silence: Float32Array,
  { states, startsWord }: StatementStates,
): Steps<StatementPath> {
  const { count: stateCount } = states;
  const { count } = recording;
  const back = new Uint8Array(count * stateCount);
  const costs = new Float32Array(stateCount);
  const path = new Float64Array(stateCount).fill(Number.POSITIVE_INFINITY);
  const pause = new Float64Array(stateCount).fill(Number.POSITIVE_INFINITY);
  const endedCosts = new Float64Array(count);
  const other = new Float64Array(count);
  pause[0] = 0;
  for (let frame = 0; frame < count; frame++) {
    fillCosts(costs, 0, { states, frame: rowOf(recording, frame) });
    other[frame] = Math.min(silence[frame], strangerCost(costs));
    for (let state = stateCount - 1; state >= 0; state--) {
      const before = state > 0 ? path[state - 1] : Number.POSITIVE_INFINITY;
      let best = path[state] + detour;
      let move: number = moves.stay;
      if (before < best) [best, move] = [before, moves.next];
      if (state > 1 && path[state - 2] + detour < best) [best, move] = [path[state - 2] + detour, moves.skip];
      if (startsWord[state]) {
        if (pause[state] < best) [best, move] = [pause[state], moves.fromPause];
        const pauses = state === 0 ? other[frame] : silence[frame];
        if (before < pause[state]) {
          pause[state] = before + pauses;
          move |= moves.pauseFromState;
        } else pause[state] += pauses;
      }
      path[state] = best + costs[state];
      back[frame * stateCount + state] = move;
    }
    endedCosts[frame] = path[stateCount - 1];
    if (frame % framesPerTurn === framesPerTurn - 1) yield;
  }
  const { endFrame, totalCost } = bestEnd(endedCosts, other);
  const stateOfFrame = traceBack(back, endFrame, { stateCount, startsWord, count });
  return { stateOfFrame, endedCosts, endFrame, totalCost, costs: costsAlong(stateOfFrame, recording, { states, silence }) };
}

function strangerCost(costs: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const cost of costs) {
    sum += cost;
    squares += cost * cost;
  }
  const mean = sum / costs.length;
  return mean - strangerDeviations * Math.sqrt(Math.max(0, squares / costs.length - mean * mean));
}

function bestEnd(endedCosts: Float64Array, other: Float64Array): { endFrame: number; totalCost: number } {
  let rest = 0;
  let [totalCost, endFrame] = [Number.POSITIVE_INFINITY, -1];
  for (let frame = endedCosts.length - 1; frame >= 0; frame--) {
    if (endedCosts[frame] + rest < totalCost) [totalCost, endFrame] = [endedCosts[frame] + rest, frame];
    rest += other[frame];
  }
  return { endFrame, totalCost };
}

function traceBack(
  back: Uint8Array,
  endFrame: number,
  { stateCount, startsWord, count }: { stateCount: number; startsWord: Uint8Array; count: number },
): Int32Array {
  const stateOfFrame = new Int32Array(count).fill(-1);
  let state = stateCount - 1;
  let pausing = false;
  for (let frame = endFrame; frame >= 0; frame--) {
    const move = back[frame * stateCount + state];
    if (pausing) {
      if (move & moves.pauseFromState && startsWord[state]) {
        pausing = false;
        state--;
      }
      continue;
    }
    stateOfFrame[frame] = state;
    const step = move & 3;
    if (step === moves.fromPause) pausing = true;
    else state -= step;
  }
  return stateOfFrame;
}

function costsAlong(
  stateOfFrame: Int32Array,
  recording: Matrix,
  { states, silence }: { states: Matrix; silence: Float32Array },
): Float32Array {
  const costs = silence.slice();
  stateOfFrame.forEach((state, frame) => {
    if (state < 0) return;
    fillCosts(costs, frame, { states: rowsBetween(states, { from: state, to: state + 1 }), frame: rowOf(recording, frame) });
  });
  return costs;
}
