/** The order in which followers hear, when events of other processes come in between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEvent } from '../../src/consent/events.ts';
import { createFeed } from '../../src/consent/ledger/feed.ts';

const event = (position: number) => ({ position }) as LedgerEvent;

/** A feed over a list that others append to, and what a follower of it hears. */
function bench() {
  const stored: LedgerEvent[] = [];
  let away = false;
  const feed = createFeed({
    position: 0,
    async *readAfter(position) {
      if (away) throw new Error('the database is away');
      yield stored.filter(found => found.position > position);
    },
  });
  const heard: number[] = [];
  feed.follow(({ position }) => heard.push(position));
  return {
    feed,
    heard,
    store: (...positions: number[]) => {
      stored.push(...positions.map(event));
      return positions.map(event);
    },
    goAway: (value: boolean) => {
      away = value;
    },
  };
}

test('own events that follow the last one are heard at once', () => {
  const { feed, heard, store } = bench();
  feed.committed(store(1, 2));
  assert.deepEqual(heard, [1, 2]);
});

test('events of others before own ones are read first', async () => {
  const { feed, heard, store } = bench();
  store(1, 2);
  await feed.committed(store(3));
  assert.deepEqual(heard, [1, 2, 3]);
});

test('what was read already is not heard again', async () => {
  const { feed, heard, store } = bench();
  const own = store(1, 2);
  await Promise.all([feed.wake(), feed.committed(own), feed.wake()]);
  await feed.committed(own);
  assert.deepEqual(heard, [1, 2]);
});

test('what could not be read while the database was away is heard at the next call', async () => {
  const { feed, heard, store, goAway } = bench();
  goAway(true);
  store(1);
  await feed.committed(store(2));
  assert.deepEqual(heard, []);
  goAway(false);
  await feed.wake();
  assert.deepEqual(heard, [1, 2]);
});

test('a closed feed is silent', async () => {
  const { feed, heard, store } = bench();
  feed.close();
  await feed.committed(store(1));
  store(2);
  await feed.wake();
  assert.deepEqual(heard, []);
});
