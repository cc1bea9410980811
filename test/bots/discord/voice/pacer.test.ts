import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer, type PacerClock } from '../../../../src/bots/discord/voice/pacer.ts';

/** A clock that moves when the test says so; timers may ring a little early, as Node's do. */
function createManualClock() {
  let nowMs = 1000;
  let waiting: { readonly atMs: number; readonly callback: () => void }[] = [];
  const clock: PacerClock = {
    now: () => nowMs,
    after: (delayMs, callback) => void waiting.push({ atMs: nowMs + Math.trunc(delayMs), callback }),
    soon: callback => void waiting.push({ atMs: nowMs, callback }),
  };
  return {
    clock,
    /** In steps of a tenth of a millisecond. */
    run(milliseconds: number) {
      const endMs = nowMs + milliseconds;
      for (; nowMs <= endMs; nowMs += 0.1) {
        const due = waiting.filter(({ atMs }) => atMs <= nowMs);
        waiting = waiting.filter(({ atMs }) => atMs > nowMs);
        for (const { callback } of due) callback();
      }
    },
    /** The process does nothing for so long. */
    block(milliseconds: number) {
      nowMs += milliseconds;
    },
    get waiting() {
      return waiting.length;
    },
  };
}

function createBeats(clock: PacerClock) {
  const pacer = createPacer(clock);
  const beats: number[] = [];
  const step = () => void beats.push(clock.now());
  return { pacer, beats, step, gaps: () => beats.slice(1).map((at, index) => at - beats[index]) };
}

test('the first step comes at once, the others each 20 ms, and no timer is left when nobody needs one', () => {
  const { clock, run, ...time } = createManualClock();
  const { pacer, beats, step, gaps } = createBeats(clock);
  pacer.add(step);
  run(1010);
  assert.ok(beats[0] <= 1000.1);
  assert.equal(beats.length, 51);
  for (const gap of gaps()) assert.ok(Math.abs(gap - 20) < 0.3, String(gap));
  pacer.remove(step);
  run(60);
  assert.equal(beats.length, 51);
  assert.equal(time.waiting, 0);
});

test('all share one beat, also who comes later', () => {
  const { clock, run } = createManualClock();
  const one = createBeats(clock);
  const late: number[] = [];
  one.pacer.add(one.step);
  run(50);
  one.pacer.add(() => late.push(clock.now()));
  run(50);
  assert.deepEqual(late, one.beats.slice(-late.length));
  assert.ok(late.length >= 2);
});

test('a short stop of the process is made up for at once, a long one only as far as listeners can use it', () => {
  const { clock, run, block } = createManualClock();
  const { pacer, beats, step, gaps } = createBeats(clock);
  pacer.add(step);
  run(50);
  block(50);
  run(50);
  const together = (list: readonly number[]) => list.filter(gap => gap < 1).length;
  assert.equal(together(gaps()), 2);
  assert.equal(beats.length, 8);
  block(2000);
  run(100);
  assert.equal(together(gaps()), 2 + 3);
  assert.ok(
    gaps()
      .slice(-3)
      .every(gap => Math.abs(gap - 20) < 0.3),
    String(gaps()),
  );
});
