import type { Steps } from '../../../audio/steps.ts';
import { detour, fillCosts } from './distance.ts';
import { type Matrix, rowOf } from './matrix.ts';
import type { StatementPath } from './statement-path.ts';
import type { WordStates } from './word-lattice.ts';

/**
 * Statement evidence: how much better other words would explain what should be the statement. Part by part, since a sentence that was
 * changed in one place fits in all others. The other words are those of the list in any order and number (a filler model in the manner of
 * Rose and Paul 1990, "A hidden Markov model based keyword recognition system"): they fit everything a little and nothing well.
 */
const partCount = 5;
const framesPerTurn = 12;

/** Cost of the statement less that of other words, a frame, of each part; negative where the statement fits better. */
export function* weighStatement(
  { recording, silence, path }: { recording: Matrix; silence: Float32Array; path: StatementPath },
  words: WordStates,
  stateCount: number,
): Steps<readonly number[]> {
  const parts: number[] = [];
  for (const [from, to] of partsOf(path, stateCount)) {
    const free = yield* freeWordsCost({ recording, silence, from, to }, words);
    const own = path.costs.subarray(from, to).reduce((total, cost) => total + cost, 0);
    parts.push((own - free) / Math.max(1, to - from));
  }
  return parts;
}

/** First and end frame of each part: equal numbers of states, so that a part is always the same words. */
function partsOf({ stateOfFrame, endFrame }: StatementPath, stateCount: number): [number, number][] {
  const first = stateOfFrame.findIndex(state => state >= 0);
  const edges = Array.from({ length: partCount - 1 }, (_, part) => {
    return stateOfFrame.findIndex(state => state >= ((part + 1) * stateCount) / partCount);
  });
  const all = [first, ...edges, endFrame + 1].map(edge => Math.max(0, edge));
  return all.slice(1).map((edge, part) => [all[part], Math.max(all[part], edge)]);
}

/** Cost of the cheapest sequence of words and silences, begun and left off anywhere inside a word. */
function* freeWordsCost(
  { recording, silence, from, to }: { recording: Matrix; silence: Float32Array; from: number; to: number },
  { states, starts }: WordStates,
): Steps<number> {
  const costs = new Float32Array(states.count);
  const path = new Float32Array(states.count);
  let pause = 0;
  for (let frame = from; frame < to; frame++) {
    fillCosts(costs, 0, { states, frame: rowOf(recording, frame) });
    let ended = pause;
    for (let word = 1; word < starts.length; word++) ended = Math.min(ended, path[starts[word] - 1]);
    for (let word = 0; word + 1 < starts.length; word++) {
      const first = starts[word];
      for (let state = starts[word + 1] - 1; state > first; state--) {
        let best = path[state] + detour;
        if (path[state - 1] < best) best = path[state - 1];
        if (state > first + 1 && path[state - 2] + detour < best) best = path[state - 2] + detour;
        path[state] = best + costs[state];
      }
      path[first] = Math.min(path[first] + detour, ended) + costs[first];
    }
    pause = Math.min(pause, ended) + silence[frame];
    if ((frame - from) % framesPerTurn === framesPerTurn - 1) yield;
  }
  return path.reduce((least, cost) => Math.min(least, cost), pause);
}
