import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAVESession } from '@snazzah/davey';
import { readKeyPackage } from './key-package.ts';

const userId = '123456789012345678';

test('the key package of a real client is read, with and without the head of a message', () => {
  const bytes = new DAVESession(1, userId, '1').getSerializedKeyPackage();
  const bare = readKeyPackage(bytes);
  assert.equal(bare.userId, userId);
  assert.equal(bare.reference.length, 32);
  const wrapped = readKeyPackage(Buffer.concat([Buffer.of(0, 1, 0, 5), bytes]));
  assert.deepEqual(wrapped, bare);
  const another = readKeyPackage(new DAVESession(1, userId, '1').getSerializedKeyPackage());
  assert.notDeepEqual(another.reference, bare.reference);
});

test('a key package in which any bit is wrong is refused', () => {
  const bytes = new DAVESession(1, userId, '1').getSerializedKeyPackage();
  for (const index of bytes.keys()) {
    const wrong = Buffer.from(bytes);
    wrong[index] ^= 1 << (index % 8);
    assert.throws(() => readKeyPackage(wrong), Error, `byte ${index}`);
  }
});

test('a key package that is cut or followed by something is refused', () => {
  const bytes = new DAVESession(1, userId, '1').getSerializedKeyPackage();
  assert.throws(() => readKeyPackage(bytes.subarray(0, -1)), /MLS/);
  assert.throws(() => readKeyPackage(Buffer.concat([bytes, Buffer.of(0)])), /1 bytes too many/);
});
