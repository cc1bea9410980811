import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLine } from '../src/line.ts';

const never = new AbortController().signal;

/** Work that says when it begins, and ends when it is told to. */
function createWork() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.set(name, resolve);
    return promise;
  };
  return { begun, work, end: (name: string) => ends.get(name)!() };
}

test('a line does one thing at a time, of each person in turn', async () => {
  const line = createLine();
  const { begun, work, end } = createWork();
  const order = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'];
  const all = order.map(name => line.wait(name[0]!, work(name), never).then(() => name));
  const next = async (name: string, waited: Promise<string>) => {
    assert.equal(begun.at(-1), name);
    end(name);
    await waited;
    await new Promise(setImmediate);
  };
  await new Promise(setImmediate);
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) await next(name, all[order.indexOf(name)]!);
  assert.deepEqual(begun, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
});

test('who gives up leaves the line; work that fails lets the next one begin', async () => {
  const line = createLine();
  const { begun, work, end } = createWork();
  const stop = new AbortController();
  const first = line.wait('a', work('first'), never);
  const left = line.wait('b', work('left'), stop.signal);
  const failing = line.wait('b', () => Promise.reject(new Error('broken')), never);
  const last = line.wait('b', work('last'), never);
  stop.abort(new Error('gone'));
  await assert.rejects(left, /gone/);
  await assert.rejects(line.wait('c', work('late'), stop.signal), /gone/);
  end('first');
  await first;
  await assert.rejects(failing, /broken/);
  await new Promise(setImmediate);
  end('last');
  await last;
  assert.deepEqual(begun, ['first', 'last']);
  await line.wait('d', async () => {}, never);
});
