import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { createTurns, type Turns } from '../../../src/bots/telegram/updates/turns.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';

let time: ManualTime;
let turns: Turns;
let events: string[];
let faults: unknown[];

beforeEach(() => {
  time = createManualTime();
  events = [];
  faults = [];
  turns = createTurns(time, error => faults.push(error));
});

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

/** Work that a test ends by hand. */
function work(key: number, name: string) {
  const end = Promise.withResolvers<void>();
  let letNext = () => {};
  turns.run(key, async next => {
    letNext = next;
    events.push(`${name} begins`);
    await end.promise;
    events.push(`${name} ends`);
  });
  return { end: () => end.resolve(), fail: () => end.reject(new Error(name)), letNext: () => letNext() };
}

describe('in a chat', () => {
  test('one begins when the one before has ended', async () => {
    const first = work(1, 'a');
    work(1, 'b').end();
    await settle();
    assert.deepEqual(events, ['a begins']);
    first.end();
    await settle();
    assert.deepEqual(events, ['a begins', 'a ends', 'b begins', 'b ends']);
    assert.equal(time.waiting(), 0);
  });

  test('one begins when the one before says that it takes a while', async () => {
    const first = work(1, 'a');
    work(1, 'b').end();
    work(1, 'c').end();
    first.letNext();
    await settle();
    assert.deepEqual(events, ['a begins', 'b begins', 'b ends', 'c begins', 'c ends']);
    first.end();
    await turns.idle();
  });

  test('one begins when the one before took a moment and said nothing', async () => {
    work(1, 'a');
    work(1, 'b');
    time.advance(999);
    assert.deepEqual(events, ['a begins']);
    time.advance(1);
    assert.deepEqual(events, ['a begins', 'b begins']);
  });

  test('one that fails holds up nobody, and is told', async () => {
    const first = work(1, 'a');
    work(1, 'b').end();
    first.fail();
    await turns.idle();
    assert.deepEqual(events, ['a begins', 'b begins', 'b ends']);
    assert.match(String(faults), /a/);
  });
});

test('chats do not wait for each other', () => {
  work(1, 'a');
  work(2, 'b');
  assert.deepEqual(events, ['a begins', 'b begins']);
});

test('room is told when fewer wait, idleness when nothing does', async () => {
  const all = Array.from({ length: 4 }, (_, index) => work(1, `${index}`));
  assert.equal(turns.waiting, 3);
  const told: string[] = [];
  void turns.room(2).then(() => told.push('room'));
  void turns.idle().then(() => told.push('idle'));
  await settle();
  assert.deepEqual(told, []);
  all[0]!.end();
  all[1]!.end();
  await settle();
  assert.deepEqual(told, ['room']);
  for (const one of all) one.end();
  await settle();
  assert.deepEqual(told, ['room', 'idle']);
  assert.equal(turns.waiting, 0);
});
