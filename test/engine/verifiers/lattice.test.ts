import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { finish } from '../../../src/audio/steps.ts';
import { detour } from '../../../src/engine/verifiers/embedded/distance.ts';
import { solve } from '../../../src/engine/verifiers/embedded/linear.ts';
import type { Matrix } from '../../../src/engine/verifiers/embedded/matrix.ts';
import { findStatement } from '../../../src/engine/verifiers/embedded/statement-path.ts';
import { readWords, type Stretch, type WordStates } from '../../../src/engine/verifiers/embedded/word-lattice.ts';
import { cheapestReading } from '../../../src/engine/verifiers/embedded/word-path.ts';

/** One number a frame is enough to have costs; the words are 2, 3 and 4 states long. */
const words: WordStates = { states: column([1, 4, 2, 2, 5, 6, 3, 1, 4]), starts: Int32Array.of(0, 2, 5, 9) };
const slots = 2;

describe('the word lattice', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const stretch = someStretch(seed, 9);
    const lattice = finish(readWords(stretch, words, slots));

    test(`gives every word in every slot what the cheapest of all readings with it costs (${seed})`, () => {
      const expected = bruteForce(stretch, lattice.costs);
      for (const [slot, scores] of lattice.scores.entries()) {
        for (const [word, score] of scores.entries())
          assert.ok(Math.abs(score - expected[slot][word]) < 1e-3, `slot ${slot}, word ${word}`);
      }
    });

    test(`the cheapest reading is made of words that cost no more than any (${seed})`, () => {
      const reading = cheapestReading(lattice, stretch, words);
      assert.equal(reading.words.length, slots);
      for (const [slot, word] of reading.words.entries())
        assert.ok(Math.abs(lattice.scores[slot][word] - Math.min(...lattice.scores[slot])) < 1e-3, `slot ${slot}`);
      const spoken = [...reading.stateOfFrame].filter(state => state >= 0);
      assert.equal(spoken[0], words.starts[reading.words[0]]);
      assert.equal(spoken.at(-1), words.starts[reading.words[1] + 1] - 1);
    });
  }
});

test('a statement is found between silence and what follows', () => {
  const silence = Float32Array.from([9, 9, 48, 48, 48, 9, 48, 48, 48, 48, 48, 48]);
  const recording = column([0, 0, 10, 20, 30, 0, 40, 50, 60, 15, 33, 7]);
  const states = { states: column([10, 20, 30, 40, 50, 60]), startsWord: Uint8Array.of(1, 0, 0, 1, 0, 0) };
  const path = finish(findStatement(recording, silence, states));
  assert.deepEqual([...path.stateOfFrame], [-1, -1, 0, 1, 2, -1, 3, 4, 5, -1, -1, -1]);
  assert.equal(path.endFrame, 8);
});

test('a system of equations is solved', () => {
  const solution = solve(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 2, 8, 3), 2);
  for (const [at, value] of [1, 0, 2, 1].entries()) assert.ok(Math.abs(solution[at] - value) < 1e-12);
});

function column(values: readonly number[]): Matrix {
  return { data: Float32Array.from(values), count: values.length, width: 1 };
}

function someStretch(seed: number, count: number): Stretch {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const before = Float64Array.from({ length: count + 1 }, (_, frame) => (frame < 3 ? 5 * random() : 100));
  return {
    recording: column(Array.from({ length: count }, () => 7 * random())),
    silence: Float32Array.from({ length: count }, () => 12 * random()),
    before,
  };
}

/** Tries everything: from each frame silence, or a word, state by state. */
function bruteForce({ silence, before }: Stretch, costs: Float32Array): number[][] {
  const stateCount = words.states.count;
  const best = Array.from({ length: slots }, () => [0, 1, 2].map(() => Number.POSITIVE_INFINITY));
  const go = (frame: number, read: readonly number[], cost: number): void => {
    if (frame === silence.length) {
      if (read.length < slots) return;
      for (const [slot, word] of read.entries()) best[slot][word] = Math.min(best[slot][word], cost);
      return;
    }
    go(frame + 1, read, cost + silence[frame]);
    if (read.length < slots) for (let word = 0; word < 3; word++) say(frame, { word, state: words.starts[word] }, read, cost);
  };
  const say = (frame: number, at: { word: number; state: number }, read: readonly number[], cost: number): void => {
    if (frame === silence.length) return;
    const { word, state } = at;
    const paid = cost + costs[frame * stateCount + state];
    const end = words.starts[word + 1];
    if (state === end - 1) go(frame + 1, [...read, word], paid);
    for (const step of [0, 1, 2])
      if (state + step < end) say(frame + 1, { word, state: state + step }, read, paid + (step === 1 ? 0 : detour));
  };
  // Silence before the first word is in `before` already.
  for (let frame = 0; frame < silence.length; frame++)
    for (let word = 0; word < 3; word++) say(frame, { word, state: words.starts[word] }, [], before[frame]);
  return best;
}
