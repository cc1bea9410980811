import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReader, readAll, readWhole, uint8, uint16, uint32, uint64, vector } from './presentation.ts';

test('what is written is read', () => {
  const bytes = Buffer.concat([uint8(7), uint16(0x1234), uint32(0x89abcdef), uint64(2n ** 63n), vector(uint8(1), uint8(2))]);
  const reader = createReader(bytes);
  assert.deepEqual(
    [reader.uint8(), reader.uint16(), reader.uint32(), reader.uint64(), reader.vector()],
    [7, 0x1234, 0x89abcdef, 2n ** 63n, Buffer.of(1, 2)],
  );
  reader.end();
});

test('lengths take one, two or four bytes, and no more than they need', () => {
  const heads = [0, 63, 64, 16_383, 16_384].map(length => vector(Buffer.alloc(length)).subarray(0, 4).toString('hex'));
  assert.deepEqual(heads, ['00', '3f000000', '40400000', '7fff0000', '80004000']);
  for (const length of [0, 63, 64, 16_383, 16_384, 70_000]) {
    assert.equal(readWhole(vector(Buffer.alloc(length)), reader => reader.vector()).length, length);
  }
  const needless = [
    Buffer.of(0x40, 5, 1, 2, 3, 4, 5),
    Buffer.of(0x80, 0, 0, 5, 1, 2, 3, 4, 5),
    Buffer.of(0xc0, 0, 0, 0, 0, 0, 0, 0),
  ];
  for (const bytes of needless) assert.throws(() => createReader(bytes).vector(), /MLS/);
});

test('bytes that end too early or too late are refused', () => {
  assert.throws(() => createReader(Buffer.of(1)).uint16(), /2 bytes at 0 of 1/);
  assert.throws(() => createReader(Buffer.of(3, 1, 2)).vector(), /3 bytes at 1 of 3/);
  assert.throws(() => readWhole(Buffer.of(1, 2), reader => reader.uint8()), /1 bytes too many/);
  assert.deepEqual(
    readAll(Buffer.of(0, 1, 0, 2), reader => reader.uint16()),
    [1, 2],
  );
});
