import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteRange } from '../../../src/bots/playground/byte-range.ts';

const rows: readonly [header: string | undefined, expected: ReturnType<typeof byteRange>][] = [
  [undefined, undefined],
  ['bytes=0-', { first: 0, last: 9 }],
  ['bytes=3-5', { first: 3, last: 5 }],
  ['bytes=3-500', { first: 3, last: 9 }],
  ['bytes=-4', { first: 6, last: 9 }],
  ['bytes=-400', { first: 0, last: 9 }],
  ['bytes=10-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=5-3', undefined],
  ['bytes=-', undefined],
  ['bytes=1-2,4-5', undefined],
  ['lines=1-2', undefined],
];
for (const [header, expected] of rows) {
  test(`of ten bytes, ${header ?? 'nothing'} is ${JSON.stringify(expected) ?? 'all'}`, () => {
    assert.deepEqual(byteRange(header, 10), expected);
  });
}
