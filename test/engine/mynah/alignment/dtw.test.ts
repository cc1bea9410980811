import assert from 'node:assert/strict';
import { test } from 'node:test';
import { straightLine, warp } from '../../../../src/engine/backends/mynah/alignment/dtw.ts';
import type { Frames } from '../../../../src/engine/backends/mynah/frames.ts';

const frames = (values: readonly number[]): Frames => ({ data: Float32Array.from(values), count: values.length, width: 1 });

const cases: readonly (readonly [string, number[], number[], number[]])[] = [
  ['the same', [0, 5, 9], [0, 5, 9], [0, 1, 2]],
  ['a frame held', [0, 5, 5, 5, 9], [0, 5, 9], [0, 1, 1, 1, 2]],
  ['a frame passed over: the middle of three', [0, 5, 9], [0, 5, 5, 5, 9], [0, 2, 4]],
  ['one frame each', [3], [4], [0]],
];
for (const [name, target, source, path] of cases) {
  test(`dtw: ${name}`, () => {
    assert.deepEqual([...warp(frames(target), frames(source), { radius: 10 }).path], path);
  });
}

test('dtw finds a bent path, and stays within its band', () => {
  const source = frames(Array.from({ length: 200 }, (_, index) => 10 * Math.sin(index / 9) + index / 10));
  const bend = Int32Array.from({ length: 150 }, (_, index) => Math.round(199 * (index / 149) ** 1.3));
  const target = frames(Array.from(bend, at => source.data[at]!));
  const { path, distance } = warp(target, source, { radius: 40 });
  const worst = path.reduce((most, at, index) => Math.max(most, Math.abs(at - bend[index]!)), 0);
  assert.ok(worst <= 2, `off by ${worst} frames`);
  assert.ok(distance < 0.5);
  const narrow = warp(target, source, { radius: 3 }).path;
  const line = straightLine(150, 200);
  assert.ok(narrow.every((at, index) => Math.abs(at - line[index]!) <= 4));
  assert.ok(
    path.every((at, index) => index === 0 || at >= path[index - 1]!),
    'never goes back',
  );
});
