import type { Steps } from '../../../audio/steps.ts';
import { detour, fillCosts } from './distance.ts';
import { type Matrix, rowOf } from './matrix.ts';

/**
 * Word lattice: what every word of the list would cost in every slot. Each slot holds exactly one word, silence may stand between them, and
 * each frame is paid for once, so that any two readings compare. A forward and a backward pass (as for confidences in speech recognition:
 * Wessel et al. 2001, "Confidence measures for large vocabulary continuous speech recognition") give all words of all slots at once.
 */
export interface WordStates {
  /** [states, width]. */
  readonly states: Matrix;
  /** First state of each word, and the end, [words + 1]. */
  readonly starts: Int32Array;
}

export interface Stretch {
  /** [frames, width], from somewhere near the end of the statement to the end. */
  readonly recording: Matrix;
  /** Cost of each frame outside words, [frames]. */
  readonly silence: Float32Array;
  /** Cost of all that came before, with the statement over and nothing else begun before this frame, [frames + 1]. */
  readonly before: Float64Array;
}

export interface Lattice {
  /** Cost of the cheapest whole reading with this word in this slot, [slots][words]. */
  readonly scores: readonly Float64Array[];
  /** Cost with this many words read before frame t, [slots + 1][frames + 1]. */
  readonly readyCosts: readonly Float64Array[];
  /** Cost of each word that ends on each frame, [slots][frames, words]. */
  readonly endedCosts: readonly Float32Array[];
  /** Cost of each state at each frame, [frames, states]. */
  readonly costs: Float32Array;
}

const framesPerTurn = 12;
const never = Number.POSITIVE_INFINITY;

export function* readWords(stretch: Stretch, words: WordStates, slots: number): Steps<Lattice> {
  const { recording, silence } = stretch;
  const { count } = recording;
  const stateCount = words.states.count;
  const wordCount = words.starts.length - 1;
  const costs = new Float32Array(count * stateCount);
  for (let frame = 0; frame < count; frame++) {
    fillCosts(costs, frame * stateCount, { states: words.states, frame: rowOf(recording, frame) });
    if (frame % framesPerTurn === framesPerTurn - 1) yield;
  }

  const readyCosts = Array.from({ length: slots + 1 }, () => new Float64Array(count + 1).fill(never));
  readyCosts[0].set(stretch.before);
  const endedCosts: Float32Array[] = [];
  for (let slot = 0; slot < slots; slot++) {
    endedCosts.push(yield* passForward(words, { costs, ready: readyCosts[slot], count }));
    for (let frame = 0; frame < count; frame++) {
      let best = readyCosts[slot + 1][frame] + silence[frame];
      for (let word = 0, at = frame * wordCount; word < wordCount; word++, at++) best = Math.min(best, endedCosts[slot][at]);
      readyCosts[slot + 1][frame + 1] = best;
    }
  }

  const restCosts = Array.from({ length: slots + 1 }, () => new Float64Array(count + 1).fill(never));
  restCosts[slots][count] = 0;
  for (let frame = count - 1; frame >= 0; frame--) restCosts[slots][frame] = restCosts[slots][frame + 1] + silence[frame];
  for (let slot = slots - 1; slot > 0; slot--) {
    const started = yield* passBackward(words, { costs, rest: restCosts[slot + 1], count });
    for (let frame = count - 1; frame >= 0; frame--)
      restCosts[slot][frame] = Math.min(started[frame], restCosts[slot][frame + 1] + silence[frame]);
  }

  const scores = endedCosts.map((costsOfEnds, slot) => {
    const best = new Float64Array(wordCount).fill(never);
    for (let frame = 0; frame < count; frame++) {
      const rest = restCosts[slot + 1][frame + 1];
      for (let word = 0; word < wordCount; word++) {
        const whole = costsOfEnds[frame * wordCount + word] + rest;
        if (whole < best[word]) best[word] = whole;
      }
    }
    return best;
  });
  return { scores, readyCosts, endedCosts, costs };
}

/** Cost of each word that ends on each frame, begun whenever it was `ready`, [frames, words]. */
function* passForward(
  { starts }: WordStates,
  { costs, ready, count }: { costs: Float32Array; ready: Float64Array; count: number },
): Steps<Float32Array> {
  const wordCount = starts.length - 1;
  const stateCount = starts[wordCount];
  const path = new Float32Array(stateCount).fill(never);
  const ended = new Float32Array(count * wordCount);
  for (let frame = 0; frame < count; frame++) {
    const row = frame * stateCount;
    const entry = ready[frame];
    for (let word = 0; word < wordCount; word++) {
      const first = starts[word];
      for (let state = starts[word + 1] - 1; state > first + 1; state--) {
        let best = path[state] + detour;
        if (path[state - 1] < best) best = path[state - 1];
        if (path[state - 2] + detour < best) best = path[state - 2] + detour;
        path[state] = best + costs[row + state];
      }
      path[first + 1] = Math.min(path[first + 1] + detour, path[first]) + costs[row + first + 1];
      path[first] = Math.min(path[first] + detour, entry) + costs[row + first];
      ended[frame * wordCount + word] = path[starts[word + 1] - 1];
    }
    if (frame % framesPerTurn === framesPerTurn - 1) yield;
  }
  return ended;
}

/** Cost of the cheapest word begun on each frame, with the `rest` after it, [frames]. */
function* passBackward(
  { starts }: WordStates,
  { costs, rest, count }: { costs: Float32Array; rest: Float64Array; count: number },
): Steps<Float64Array> {
  const wordCount = starts.length - 1;
  const stateCount = starts[wordCount];
  const path = new Float32Array(stateCount).fill(never);
  const started = new Float64Array(count).fill(never);
  for (let frame = count - 1; frame >= 0; frame--) {
    const row = frame * stateCount;
    const exit = rest[frame + 1];
    let best = never;
    for (let word = 0; word < wordCount; word++) {
      const last = starts[word + 1] - 1;
      for (let state = starts[word]; state < last - 1; state++) {
        let next = path[state] + detour;
        if (path[state + 1] < next) next = path[state + 1];
        if (path[state + 2] + detour < next) next = path[state + 2] + detour;
        path[state] = next + costs[row + state];
      }
      path[last - 1] = Math.min(path[last - 1] + detour, path[last]) + costs[row + last - 1];
      path[last] = Math.min(path[last] + detour, exit) + costs[row + last];
      if (path[starts[word]] < best) best = path[starts[word]];
    }
    started[frame] = best;
    if (frame % framesPerTurn === framesPerTurn - 1) yield;
  }
  return started;
}
