import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeldPrints } from '../../src/voices/held-prints.ts';

function counted(...bytes: number[]) {
  const opener = {
    opened: 0,
    async open() {
      opener.opened++;
      return Uint8Array.from(bytes);
    },
  };
  return opener;
}

test('a print is opened once for each version', async () => {
  const prints = createHeldPrints();
  const [first, second] = [counted(1), counted(2)];
  const one = await prints.get('voice', 1, first.open);
  assert.equal(await prints.get('voice', 1, first.open), one);
  assert.equal(first.opened, 1);
  assert.deepEqual(await prints.get('voice', 2, second.open), Uint8Array.of(2));
  assert.deepEqual(await prints.get('voice', 1, first.open), Uint8Array.of(1));
  assert.equal(first.opened, 2);
  prints.close();
});

test('only so many are held', async () => {
  const prints = createHeldPrints({ most: 2, ms: 60_000 });
  const openers = ['a', 'b', 'c'].map(() => counted(1));
  for (const [index, { open }] of openers.entries()) await prints.get(`${index}`, 1, open);
  await prints.get('0', 1, openers[0]!.open);
  await prints.get('2', 1, openers[2]!.open);
  assert.deepEqual(
    openers.map(({ opened }) => opened),
    [2, 1, 1],
  );
  prints.close();
});

test('of a voice that has ended nothing is held, not even what was being opened at that moment', async () => {
  const prints = createHeldPrints();
  const held = counted(1);
  await prints.get('voice', 1, held.open);
  prints.drop('voice');
  await prints.get('voice', 1, held.open);
  assert.equal(held.opened, 2);

  const slow = Promise.withResolvers<Uint8Array>();
  const opening = prints.get('other', 1, () => slow.promise);
  prints.drop('other');
  slow.resolve(Uint8Array.of(1));
  await opening;
  const again = counted(1);
  await prints.get('other', 1, again.open);
  assert.equal(again.opened, 1);
  prints.close();
});
