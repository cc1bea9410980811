import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gapsMs, kindOf, SILENCE_FRAME, wireOf } from './wire-log.ts';

test('frames are told apart by their end', () => {
  const supplied = (size: number) => Buffer.concat([randomBytes(20), Buffer.of(size, 0xfa, 0xfa)]);
  assert.equal(kindOf(supplied(12)), 'E');
  assert.equal(kindOf(supplied(5)), 'P', 'less than tag, nonce, size and marker take');
  assert.equal(kindOf(supplied(200)), 'P', 'more than there is');
  assert.equal(kindOf(Buffer.of(0xf8, 0xfa, 0xfa)), 'P');
  assert.equal(kindOf(SILENCE_FRAME), 'S');
  assert.equal(kindOf(Buffer.of()), 'P');
});

test('the log counts what came after what', () => {
  const packets = [...'EEEPSSE'].map(kind => ({ kind: kind as 'E' | 'P' | 'S' }));
  assert.equal(wireOf(packets), 'E3 P1 S2 E1');
  assert.equal(wireOf([]), '');
  assert.deepEqual(gapsMs([{ atMs: 10 }, { atMs: 30 }, { atMs: 51 }]), [20, 21]);
});
