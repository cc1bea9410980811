/** Conformance, part two: followers hear every event, in order. */
import assert from 'node:assert/strict';
import type { LedgerEvent } from '../../../src/consent/events.ts';
import type { Ledger } from '../../../src/consent/ledger.ts';
import { soon } from '../../engine/support.ts';
import { all, type LedgerUnderTest, ledgerTest, rule } from './place.ts';

export function followingConformance(subject: LedgerUnderTest): void {
  const test = (name: string, work: Parameters<typeof ledgerTest>[2]) => ledgerTest(subject, name, work);

  test('a follower hears what comes after its call, before the append resolves', async ({ open }) => {
    const ledger = await open();
    await ledger.append('voice:one', 0, [rule(1)]);
    const heard: LedgerEvent[] = [];
    ledger.follow(event => heard.push(event));
    const appended = await ledger.append('voice:one', 1, [rule(2), rule(3)]);
    assert.deepEqual(heard, appended);
  });

  test('many appends at once are heard once each, in the order of positions', async ({ open }) => {
    const ledger = await open();
    const heard: LedgerEvent[] = [];
    ledger.follow(event => heard.push(event));
    await Promise.all(Array.from({ length: 50 }, (_, number) => ledger.append(`voice:${number}`, 0, [rule(number)])));
    assert.deepEqual(heard, await all(ledger.readAll()));
  });

  test('a follower that stops hears nothing more, and the others go on', async ({ open }) => {
    const ledger = await open();
    const heard: string[] = [];
    const stop = ledger.follow(event => heard.push(`first ${event.position}`));
    ledger.follow(event => heard.push(`second ${event.position}`));
    await ledger.append('voice:one', 0, [rule(1)]);
    stop();
    await ledger.append('voice:one', 1, [rule(2)]);
    assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
  });

  if (!subject.shared) return;

  test('two ledgers on the same database hear each other, both in the same order', async ({ open }) => {
    const [one, two] = [await open(), await open()];
    const hearing = [hear(one, 100), hear(two, 100)];
    const burst = (ledger: Ledger, name: string) =>
      Promise.all(Array.from({ length: 50 }, (_, number) => ledger.append(`voice:${name}-${number}`, 0, [rule(number)])));
    await Promise.all([burst(one, 'a'), burst(two, 'b')]);
    const stored = await all(one.readAll());
    for (const heard of hearing) assert.deepEqual(await soon(heard, 'hearing 100 events'), stored);
  });

  test('of two ledgers that expect the same version one succeeds', async ({ open }) => {
    const [one, two] = [await open(), await open()];
    const ends = await Promise.allSettled([one, two].map(ledger => ledger.append('voice:one', 0, [rule(1)])));
    assert.deepEqual(ends.map(end => end.status).sort(), ['fulfilled', 'rejected']);
  });

  test('two ledgers give a name the same token, also at the same time', async ({ open }) => {
    const [one, two] = [await open(), await open()];
    const names = Array.from({ length: 20 }, (_, number) => `console:${number}`);
    const [first, second] = await Promise.all([one.tokens(names), two.tokens(names.toReversed())]);
    for (const name of names) assert.equal(first.get(name), second.get(name));
  });
}

/** Resolves when `count` events were heard. */
export function hear(ledger: Ledger, count: number): Promise<LedgerEvent[]> {
  const heard: LedgerEvent[] = [];
  return new Promise(resolve => {
    ledger.follow(event => {
      heard.push(event);
      if (heard.length === count) resolve(heard);
    });
  });
}
