import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWaits } from './waits.ts';

test('a wait ends when what it waits for is true, at once or after a change', async () => {
  const waits = createWaits();
  let count = 0;
  await waits.until(
    () => count === 0,
    () => '',
  );
  const counted = waits.until(
    () => count === 2,
    () => 'no two',
  );
  for (count = 1; count < 3; count++) waits.changed();
  await counted;
});

test('a wait says what did not happen, and ends with its signal', async () => {
  const waits = createWaits();
  const never = () => false;
  await assert.rejects(
    waits.until(never, () => 'no bell rang', { deadlineMs: 1 }),
    /After 1 ms: no bell rang/,
  );
  const controller = new AbortController();
  const aborted = waits.until(never, () => '', { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(aborted, /enough/);
  await assert.rejects(
    waits.until(never, () => '', { signal: controller.signal }),
    /enough/,
  );
  await assert.rejects(
    waits.until(
      () => {
        throw new Error('broken');
      },
      () => '',
    ),
    /broken/,
  );
});
