/** What every database must do as a store. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createStores } from '../../src/stores/index.ts';
import type { Store, Stores } from '../../src/stores/stores.ts';

export function storeConformance(name: string, place: () => Promise<{ readonly url: string; stop(): Promise<void> }>): void {
  describe(`the stores in ${name}`, () => {
    let url: string;
    let stop: () => Promise<void>;
    let stores: Stores;
    let people: Store<unknown>;
    let prints: Store<Uint8Array>;
    before(async () => {
      ({ url, stop } = await place());
      stores = await createStores({ url });
      people = stores.open('people');
      prints = stores.open('prints');
    });
    after(async () => {
      await stores?.close();
      await stop?.();
    });

    it('give back JSON as it was', async () => {
      const value = { text: 'ä\u0000 "\u2028', colon: ':base64:AAAA', deep: [1, null, { yes: true }], empty: '' };
      await people.set('discord:1/settings', value);
      assert.deepEqual(await people.get('discord:1/settings'), value);
    });

    it('give back bytes as a Uint8Array, each equal', async () => {
      for (const length of [0, 1, 2, 3, 255, 70_000]) {
        const bytes = Uint8Array.from({ length }, (_, i) => i * 31);
        await prints.set(`voice/${length}`, bytes.subarray(0));
        const back = await prints.get(`voice/${length}`);
        assert.equal(Object.getPrototypeOf(back), Uint8Array.prototype);
        assert.deepEqual(back, bytes);
      }
      const whole = Uint8Array.of(9, 1, 2, 3, 9);
      await prints.set('voice/part', whole.subarray(1, 4));
      assert.deepEqual(await prints.get('voice/part'), Uint8Array.of(1, 2, 3));
    });

    it('refuse, as a bug, what they could not give back', async () => {
      await assert.rejects(prints.set('voice/x', 'text' as never), /seal/);
      await assert.rejects(people.set('discord:1/x', undefined), /JSON/);
      await assert.rejects(people.get(''), /empty/);
    });

    it('know nothing of what was never set, and keep stores apart', async () => {
      assert.equal(await people.get('discord:404/settings'), undefined);
      await people.set('same/key', 1);
      assert.equal(await stores.open('places').get('same/key'), undefined);
      assert.equal(await stores.open('places').delete('same/key'), false);
    });

    it('overwrite, and say whether something was there to delete', async () => {
      await people.set('discord:2/settings', 1);
      await people.set('discord:2/settings', 2);
      assert.equal(await people.get('discord:2/settings'), 2);
      assert.equal(await people.delete('discord:2/settings'), true);
      assert.equal(await people.delete('discord:2/settings'), false);
      assert.equal(await people.get('discord:2/settings'), undefined);
    });

    const subjects = [
      'a',
      'ab',
      'a%',
      'a_',
      'a*',
      'a?',
      'a[b]',
      'a/b',
      'a%2Fb',
      'A',
      'people:a',
      'people::a',
      'a\\',
      "a'",
      'ä',
      'a b',
      'a\u0000',
      '%',
      '*',
      '_',
    ];
    it('erase exactly one subject, whatever is in its id', async () => {
      const places = stores.open('places');
      for (const subject of subjects)
        for (const detail of ['settings', 'more']) await places.set(`${subject}/${detail}`, subject);
      for (const subject of subjects) {
        const found = await collect(places, subject);
        assert.deepEqual(
          found,
          [
            [`${subject}/more`, subject],
            [`${subject}/settings`, subject],
          ],
          subject,
        );
      }
      assert.equal((await collect(places)).length, 2 * subjects.length);
      assert.deepEqual((await stores.subjects('places')).toSorted(), subjects.toSorted());
      for (const [index, subject] of subjects.entries()) {
        assert.equal(await places.erase(subject), 2, subject);
        assert.equal((await collect(places)).length, 2 * (subjects.length - index - 1), subject);
      }
    });

    it('find a subject without a detail as well', async () => {
      const attempts = stores.open('attempts');
      await attempts.set('discord:7', 1);
      await attempts.set('discord:7/second', 2);
      await attempts.set('discord:77', 3);
      assert.deepEqual(await collect(attempts, 'discord:7'), [
        ['discord:7', 1],
        ['discord:7/second', 2],
      ]);
      assert.equal(await attempts.erase('discord:7'), 2);
      assert.deepEqual(await collect(attempts), [['discord:77', 3]]);
    });

    it('can be changed while they are walked: nothing is skipped, nothing comes twice', async () => {
      const reports = stores.open('reports');
      const keys = Array.from({ length: 71 }, (_, i) => `discord:9/${i}`);
      for (const key of keys) await reports.set(key, 0);
      const seen: string[] = [];
      for await (const [key] of reports.entries('discord:9')) {
        seen.push(key);
        await reports.delete(key);
        await reports.set(`discord:9/new-${key.length}-${seen.length}`, 0);
      }
      assert.deepEqual(seen.sort(), keys.sort());
      const gone = reports.entries('discord:9');
      await gone[Symbol.asyncIterator]().next();
      assert.equal(await reports.erase('discord:9'), 71);
    });

    it('leave out what is deleted while they are walked', async () => {
      const reports = stores.open('reports');
      for (const key of ['w/1', 'w/2', 'w/3']) await reports.set(key, 0);
      let count = 0;
      for await (const _ of reports.entries('w')) {
        count++;
        await reports.erase('w');
      }
      assert.equal(count, 1);
    });

    it('forget an entry when its lifetime is over, and never take 0 for "for ever"', async () => {
      const challenges = stores.open('challenges');
      await challenges.set('c/short', 1, 1);
      await until(async () => (await challenges.get('c/short')) === undefined);
      await challenges.set('c/long', 1, 3_600_000);
      assert.equal(await challenges.get('c/long'), 1);
      await challenges.set('c/long', 1, 0);
      assert.equal(await challenges.get('c/long'), undefined);
      await challenges.set('c/past', 1, -5);
      assert.equal(await challenges.get('c/past'), undefined);
      assert.deepEqual(await collect(challenges, 'c'), []);
    });

    it('hold what they held after they were closed and opened again', async () => {
      await people.set('discord:3/settings', 'kept');
      await prints.set('voice/kept', Uint8Array.of(1, 2));
      const first = stores;
      await first.close();
      stores = await createStores({ url });
      people = stores.open('people');
      prints = stores.open('prints');
      assert.equal(await people.get('discord:3/settings'), 'kept');
      assert.deepEqual(await prints.get('voice/kept'), Uint8Array.of(1, 2));
      await assert.rejects(first.open('people').get('discord:3/settings'), { code: 'storage-unavailable' });
    });

    it('finish the writes under way before they close', async () => {
      const writes = Array.from({ length: 20 }, (_, i) => people.set(`closing/${i}`, i));
      const first = stores;
      await Promise.all([first.close(), ...writes]);
      stores = await createStores({ url });
      people = stores.open('people');
      prints = stores.open('prints');
      assert.equal(await people.erase('closing'), 20);
    });

    it('take 100 changes at once', async () => {
      await Promise.all(Array.from({ length: 100 }, (_, i) => people.set(`many/${i}`, i)));
      assert.equal(await people.erase('many'), 100);
    });

    it('do not open a store that has no row in the table', () => {
      assert.throws(() => stores.open('secrets' as never), /table\.ts/);
    });
  });
}

async function collect(store: Store<unknown>, subject?: string): Promise<(readonly [string, unknown])[]> {
  return (await Array.fromAsync(store.entries(subject))).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Asks again and again, for a minute at most: long, for a machine may have much else to do. */
export async function until(happened: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await happened())) {
    if (performance.now() > deadline) throw new Error('it did not happen within 60 s');
    await new Promise(resolve => setImmediate(resolve));
  }
}
