import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  adaptModels,
  bestStates,
  createModelNumbers,
  insertedPause,
  meansOfModels,
  stateSequence,
} from '../../../../src/engine/backends/mynah/alignment/phone-states.ts';
import type { Phone } from '../../../../src/engine/reading/phones.ts';

const phone = (ipa: string, startsWord = false): Phone => ({
  ipa,
  startsWord,
  stressed: false,
  startSeconds: 0,
  endSeconds: 0.1,
});
const phones = [phone('a', true), phone('b'), phone('c', true)];
const modelNumber = createModelNumbers(phones);
const sequence = stateSequence(phones, modelNumber);
/** Pause at 0, each state of each phone at its own value. */
const models = {
  means: Float32Array.from({ length: 10 }, (_, model) => 10 * model),
  inverseVariance: Float32Array.of(1),
  width: 1,
};
const levelOf = (ipa: string, state: number) => 10 * modelNumber(ipa, state);

function phonesOf(values: readonly number[], radius = 20): number[] {
  const features = { data: Float32Array.from(values), count: values.length, width: 1 };
  const around = new Int32Array(values.length).fill(6);
  return [...bestStates(features, sequence, models, { around, radius })].map(state => sequence.phone[state]!);
}

const spoken = ['a', 'b', 'c'].flatMap(ipa => [0, 1, 2].flatMap(state => [levelOf(ipa, state), levelOf(ipa, state)]));

test('states follow one another, silence only between words', () => {
  assert.deepEqual([...sequence.phone], [insertedPause, 0, 0, 0, 1, 1, 1, insertedPause, 2, 2, 2, insertedPause]);
  assert.deepEqual([...sequence.optional], [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test('without pauses, every phone gets its frames', () => {
  assert.deepEqual(phonesOf(spoken), [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
});

test('a pause between words, before and after is found', () => {
  const withPauses = [0, ...spoken.slice(0, 12), 0, 0, 0, ...spoken.slice(12), 0];
  const expected = [-1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, -1, -1, -1, 2, 2, 2, 2, 2, 2, -1];
  assert.deepEqual(phonesOf(withPauses), expected);
});

test('a band that holds the path changes nothing', () => {
  assert.deepEqual(phonesOf(spoken, 6), phonesOf(spoken, 20));
});

test('means move from the prior to what was heard', () => {
  const features = { data: Float32Array.of(4, 4, 4), count: 3, width: 1 };
  const observed = [{ features, models: Int32Array.of(1, 1, 1) }];
  const prior = Float32Array.of(7, 0);
  assert.deepEqual([...meansOfModels(observed, prior, 1)], [7, 3]);
  const { means, inverseVariance } = adaptModels(observed, prior, 3);
  assert.deepEqual([...means], [7, 2]);
  assert.equal(inverseVariance[0], 1 / 4);
});
