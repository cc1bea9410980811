import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from '../../../src/engine/backends/spark/turns.ts';

interface Work {
  readonly name: string;
  readonly kind: string;
  left: number;
}

const work = (name: string, left: number, kind = 'a'): Work => ({ name, kind, left });

function record(mostTogether: number) {
  const served: string[] = [];
  const turns = createTurns<Work>({
    mostTogether,
    fit: (first, other) => first.kind === other.kind,
    async serve(together) {
      await Promise.resolve();
      served.push(together.map(({ name }) => name).join('+'));
      for (const one of together) one.left--;
    },
    isDone: ({ left }) => left <= 0,
  });
  return { turns, served };
}

test('who comes meanwhile joins in, and who is done goes', async () => {
  const { turns, served } = record(4);
  await Promise.all([turns.take(work('one', 3)), turns.take(work('two', 1)), turns.take(work('three', 2))]);
  assert.deepEqual(served, ['one', 'two+three+one', 'three+one']);
});

test('nobody is passed over, however many there are', async () => {
  const { turns, served } = record(2);
  await Promise.all(['one', 'two', 'three', 'four', 'five'].map(name => turns.take(work(name, 2))));
  const waits = (name: string) => {
    const places = served.flatMap((together, place) => (together.includes(name) ? [place] : []));
    return places[1] - places[0];
  };
  for (const name of ['one', 'two', 'three', 'four', 'five']) assert.ok(waits(name) <= 3, `${name}: ${served.join(' ')}`);
});

test('only what fits is done together', async () => {
  const { turns, served } = record(4);
  await Promise.all([
    turns.take(work('one', 1, 'x')),
    turns.take(work('two', 1, 'y')),
    turns.take(work('three', 1, 'z')),
    turns.take(work('four', 1, 'y')),
  ]);
  assert.deepEqual(served, ['one', 'two+four', 'three']);
});

test('an error is told to those whose turn it was, and the others go on', async () => {
  const turns = createTurns<Work>({
    mostTogether: 2,
    fit: () => true,
    async serve(together) {
      await Promise.resolve();
      if (together.some(({ name }) => name === 'bad')) throw new Error('broken');
      for (const one of together) one.left--;
    },
    isDone: ({ left }) => left <= 0,
  });
  const results = await Promise.allSettled(
    [work('first', 1), work('bad', 1), work('beside', 1), work('last', 1)].map(turns.take),
  );
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
});
