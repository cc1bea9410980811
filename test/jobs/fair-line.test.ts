import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Form } from '../../src/consent/identity.ts';
import { createFairLine, patienceTurns, type Waiting } from '../../src/jobs/fair-line.ts';

const anyForm = () => true;

function entry(placeId: string, personId: string, form: Form = 'note'): Waiting {
  return { grant: { placeId, personId, form } };
}

function lineOf(entries: readonly Waiting[]) {
  const line = createFairLine<Waiting>();
  for (const one of entries) line.add(one);
  return line;
}

function takeAll(line: ReturnType<typeof lineOf>): Waiting[] {
  const taken: Waiting[] = [];
  for (let next = line.take(anyForm); next; next = line.take(anyForm)) taken.push(next);
  return taken;
}

const crowd = (forms: readonly Form[]) =>
  fc
    .array(fc.record({ place: fc.nat(4), person: fc.nat(6), form: fc.constantFrom(...forms) }), { maxLength: 60 })
    .map(list => list.map(({ place, person, form }) => entry(`place ${place}`, `person ${person}`, form)));

describe('the fair line', () => {
  test('gives everybody out once, each person in their own order', () => {
    fc.assert(
      fc.property(crowd(['live', 'note', 'file']), entries => {
        const taken = takeAll(lineOf(entries));
        assert.deepEqual(new Set(taken), new Set(entries));
        assert.equal(taken.length, entries.length);
        const own = (list: readonly Waiting[], { grant }: Waiting) =>
          list.filter(one => JSON.stringify(one.grant) === JSON.stringify(grant));
        for (const one of entries) assert.ok(own(taken, one).every((mine, i) => mine === own(entries, one)[i]));
      }),
    );
  });

  test('knows the place of each, where one form waits', () => {
    fc.assert(
      fc.property(crowd(['note']), fc.nat(10), (entries, gone) => {
        const line = lineOf(entries);
        for (let i = 0; i < gone; i++) line.take(anyForm);
        const told = new Map([...line.entries()].map(one => [one, line.position(one)]));
        takeAll(line).forEach((one, index) => {
          assert.equal(told.get(one), index);
        });
      }),
    );
  });

  test('is hardly wrong about the place of each, where several forms wait', () => {
    fc.assert(
      fc.property(crowd(['live', 'note', 'file']), entries => {
        const line = lineOf(entries);
        const told = new Map(entries.map(one => [one, line.position(one)]));
        takeAll(line).forEach((one, index) => {
          assert.ok(Math.abs(told.get(one)! - index) <= 3, `told ${told.get(one)}, was ${index}`);
        });
      }),
    );
  });

  test('a place with many persons gets no more than one with few', () => {
    const line = lineOf([
      ...Array.from({ length: 30 }, (_, i) => entry('crowded', `person ${i}`)),
      ...Array.from({ length: 10 }, () => entry('quiet', 'one')),
    ]);
    const first = Array.from({ length: 20 }, () => line.take(anyForm)!.grant.placeId);
    assert.equal(first.filter(place => place === 'quiet').length, 10);
  });

  test('files are not starved: after some turns of others, one goes first', () => {
    const line = lineOf([
      ...Array.from({ length: 30 }, () => entry('a', 'ada', 'live')),
      ...Array.from({ length: 30 }, () => entry('a', 'ada', 'note')),
      entry('a', 'ada', 'file'),
      entry('a', 'ada', 'file'),
    ]);
    const order = takeAll(line).map(({ grant }) => grant.form);
    assert.deepEqual([order.indexOf('file'), order.lastIndexOf('file')], [patienceTurns, 2 * patienceTurns + 1]);
    assert.equal(order.indexOf('note'), patienceTurns + 1);
  });

  test('leaves a form alone that may not start', () => {
    const line = lineOf([entry('a', 'ada', 'live'), entry('a', 'ada', 'note')]);
    assert.equal(line.take(form => form !== 'live')?.grant.form, 'note');
    assert.equal(
      line.take(form => form !== 'live'),
      undefined,
    );
    assert.equal(line.size, 1);
  });

  test('who leaves is not taken, and counts for nobody', () => {
    const [first, second, third] = [entry('a', 'ada'), entry('a', 'ada'), entry('a', 'bob')];
    const line = lineOf([first, second, third]);
    assert.ok(line.remove(first));
    assert.ok(!line.remove(first));
    assert.equal(line.position(first), -1);
    assert.equal(line.position(third), 1);
    assert.deepEqual(takeAll(line), [second, third]);
    assert.equal(line.size, 0);
  });
});
