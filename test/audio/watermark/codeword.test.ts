import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeBits, encode, encodeId, idOf, messageBits } from '../../../src/audio/watermark/patchwork/codeword.ts';
import { decode } from '../../../src/audio/watermark/patchwork/viterbi.ts';
import { productTail, signsTail, upperTail } from '../../../src/audio/watermark/significance.ts';

const ids = [0, 1, 0xffffffff, 0x80000000, 0x0123abcd, 0xdeadbeef];
/** Numerical Recipes' linear congruential generator. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const softOf = (code: Uint8Array) => Float64Array.from(code, bit => (bit === 0 ? 1 : -1));

describe('the code', () => {
  for (const id of ids) {
    test(`gives ${id.toString(16)} back, whole and with a third of it unreadable`, () => {
      const soft = softOf(encodeId(id));
      assert.equal(soft.length, codeBits);
      assert.equal(idOf(decode(soft)), id);
      const random = createRandom(id);
      assert.equal(idOf(decode(soft.map(bit => (random() < 0.33 ? 0 : bit)))), id);
      assert.equal(idOf(decode(soft.map(bit => (random() < 0.15 ? -bit : bit)))), id);
    });
  }

  test('is linear, and every message comes back', () => {
    const random = createRandom(1);
    for (let round = 0; round < 5; round++) {
      const [a, b] = [0, 1].map(() => Uint8Array.from({ length: messageBits }, () => Math.round(random())));
      assert.deepEqual(decode(softOf(encode(a))), a);
      const sum = encode(a).map((bit, index) => bit ^ encode(b)[index]!);
      assert.deepEqual(sum, encode(a.map((bit, index) => bit ^ b[index]!)));
    }
  });

  test('one wrong bit of the message is no id', () => {
    const message = decode(softOf(encodeId(0x0123abcd)));
    for (let bit = 0; bit < messageBits; bit++) assert.equal(idOf(message.with(bit, 1 - message[bit]!)), undefined, `bit ${bit}`);
  });

  test('of random soft bits one message in 65 536 passes for an id, not one in a hundred', () => {
    const random = createRandom(2);
    for (let round = 0; round < 40; round++) {
      assert.equal(idOf(decode(Float64Array.from({ length: codeBits }, () => random() - 0.5))), undefined);
    }
  });
});

test('tails of the normal distribution, against tables (Abramowitz and Stegun 26.1 and 26.2)', () => {
  for (const [z, tail] of [
    [0, 0.5],
    [1, 0.1586552539],
    [2, 0.0227501319],
    [3, 1.349898e-3],
    [3.5, 2.326291e-4],
    [5, 2.866516e-7],
    [10, 7.619853e-24],
    [-1, 0.8413447461],
  ] as const) {
    assert.ok(Math.abs(upperTail(z) / tail - 1) < 1e-5, `${z}: ${upperTail(z)}`);
  }
});

test('the tail of sums of random signs: two of equal weight reach it, and no weights go beyond', () => {
  assert.ok(Math.abs(signsTail(Math.SQRT2) - 1 / 4) < 1e-9);
  assert.equal(signsTail(-1), 1);
  const random = createRandom(3);
  for (let round = 0; round < 60; round++) {
    const count = 1 + (round % 12);
    // From nearly equal weights to a few that outweigh the others.
    const weights = Array.from({ length: count }, () => random() ** (round % 4));
    const length = Math.hypot(...weights);
    const sums = Array.from({ length: 2 ** count }, (_, signs) =>
      weights.reduce((sum, weight, index) => sum + ((signs >> index) & 1 ? weight : -weight), 0),
    ).sort((a, b) => b - a);
    for (const [index, sum] of sums.entries()) {
      const share = (index + 1) / sums.length;
      assert.ok(share <= signsTail(sum / length - 1e-12) + 1e-9, `${share} of ${count} at ${sum / length}`);
    }
  }
});

test('the product of two chances: its tail is that of the sum of two exponentials', () => {
  assert.equal(productTail(0), 0);
  assert.equal(productTail(1), 1);
  // A quarter of the unit square under u v = 0.0867.
  assert.ok(Math.abs(productTail(0.0867) - 0.2987) < 1e-3);
});
