import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTract, tractMap } from '../../../../src/engine/backends/mynah/alignment/tract.ts';
import { cepstralOrder } from '../../../../src/engine/backends/mynah/cepstrum.ts';
import { createFrames, type Frames } from '../../../../src/engine/backends/mynah/frames.ts';
import { applyMap } from '../../../../src/engine/backends/mynah/mapping/regression.ts';

const bandHz = 8000;
const width = cepstralOrder + 1;

/** Smooth envelopes that change from frame to frame. */
function envelopes(count: number): Frames {
  const frames = createFrames(count, width);
  for (let index = 0; index < count; index++) {
    for (let column = 0; column < width; column++)
      frames.data[index * width + column] = (20 / (1 + column)) * Math.sin(index * (0.3 + 0.17 * column) + column);
  }
  return frames;
}

test('no stretch leaves cepstra as they are', () => {
  const frames = envelopes(20);
  const same = applyMap(tractMap(bandHz, 1), frames);
  const worst = same.data.reduce((most, value, at) => Math.max(most, Math.abs(value - frames.data[at]!)), 0);
  assert.ok(worst < 1e-3, `moved by ${worst} dB`);
});

for (const factor of [0.82, 0.94, 1.1, 1.2]) {
  test(`finds again a copy stretched by ${factor}`, () => {
    const source = envelopes(200);
    const target = applyMap(tractMap(bandHz, factor), source);
    const rows = Array.from({ length: 200 }, (_, index) => [index, index] as const);
    const found = estimateTract(bandHz, { source, target, rows });
    assert.ok(Math.abs(found - factor) < 0.021, `found ${found}`);
  });
}
