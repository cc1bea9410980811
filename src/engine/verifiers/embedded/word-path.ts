import { detour } from './distance.ts';
import type { Lattice, Stretch, WordStates } from './word-lattice.ts';

/** Word path: the cheapest of all readings in a lattice, frame by frame. */
export interface WordPath {
  readonly words: readonly number[];
  /** State of each frame, -1 outside words, [frames]. */
  readonly stateOfFrame: Int32Array;
}

export function cheapestReading(lattice: Lattice, { silence }: Stretch, words: WordStates): WordPath {
  const { readyCosts, endedCosts } = lattice;
  const slots = endedCosts.length;
  const wordCount = words.starts.length - 1;
  const stateOfFrame = new Int32Array(silence.length).fill(-1);
  const found: number[] = [];
  let frame = silence.length;
  for (let slot = slots; slot > 0; slot--) {
    // Back through the silence after the word.
    while (frame > 0 && readyCosts[slot][frame - 1] + silence[frame - 1] <= readyCosts[slot][frame]) frame--;
    if (frame === 0) break;
    const ends = endedCosts[slot - 1].subarray((frame - 1) * wordCount, frame * wordCount);
    const word = ends.indexOf(ends.reduce((least, cost) => Math.min(least, cost)));
    found.unshift(word);
    frame = traceWord(lattice, { stateOfFrame, words, word, ready: readyCosts[slot - 1], end: frame });
  }
  return { words: found, stateOfFrame };
}

/** Fills in the states of one word that ends before frame `end`; returns the frame on which it begins. */
function traceWord(
  { costs }: Lattice,
  task: { stateOfFrame: Int32Array; words: WordStates; word: number; ready: Float64Array; end: number },
): number {
  const { stateOfFrame, words, word, ready, end } = task;
  const first = words.starts[word];
  const length = words.starts[word + 1] - first;
  const stateCount = words.states.count;
  // From the end backwards: cost of the rest of the word from each state on.
  const rest = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const moves: Uint8Array[] = [];
  let [best, begin] = [Number.POSITIVE_INFINITY, end - 1];
  for (let frame = end - 1; frame >= 0; frame--) {
    const row = frame * stateCount + first;
    const move = new Uint8Array(length);
    for (let state = 0; state < length; state++) {
      const next = frame === end - 1 ? [state === length - 1 ? 0 : Number.POSITIVE_INFINITY] : onward(rest, state);
      move[state] = next.indexOf(Math.min(...next));
      rest[state] = next[move[state]] + costs[row + state];
    }
    moves.push(move);
    if (ready[frame] + rest[0] < best) [best, begin] = [ready[frame] + rest[0], frame];
    if (end - frame > 6 * length) break;
  }
  let state = 0;
  for (let frame = begin; frame < end; frame++) {
    stateOfFrame[frame] = first + state;
    state += moves[end - 1 - frame][state];
  }
  return begin;
}

function onward(rest: Float64Array, state: number): number[] {
  const ways = [rest[state] + detour];
  if (state + 1 < rest.length) ways.push(rest[state + 1]);
  if (state + 2 < rest.length) ways.push(rest[state + 2] + detour);
  return ways;
}
