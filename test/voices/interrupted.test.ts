import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Store, Stores } from '../../src/stores/stores.ts';
import { refusal } from '../engine/support.ts';
import { createMemoryStores } from '../support/memory-stores.ts';
import { asker, candidate, createParts } from './support.ts';

const ada = 'discord:1';

describe('voices', () => {
  it('keep nothing of a change that was under way', async () => {
    const held = holdWrites(createMemoryStores(), 'prints');
    const busy = await createParts({ stores: held.stores });
    const voice = await busy.voices.create(ada, candidate());
    const writing = held.hold();
    const replacing = busy.voices.replace(voice.id, ada, candidate());
    await writing.reached;
    await busy.voices.revoke(voice.id, ada);
    writing.goOn();
    await assert.rejects(replacing, refusal('consent-revoked'));
    for (const name of ['voices', 'prints', 'references'] as const) assert.deepEqual(await busy.stores.subjects(name), [], name);
    await busy.close();
  });

  it('keep no new name that was on its way when they were revoked', async () => {
    const held = holdWrites(createMemoryStores(), 'voices');
    const parts = await createParts({ stores: held.stores });
    const voice = await parts.voices.create(ada, candidate());
    const writing = held.hold();
    const renaming = parts.voices.rename(voice.id, ada, 'New');
    await writing.reached;
    await parts.voices.revoke(voice.id, ada);
    writing.goOn();
    await assert.rejects(renaming, refusal('consent-revoked'));
    assert.deepEqual(await parts.stores.subjects('voices'), []);
    await parts.close();
  });

  it('and settings that are written while their owner is forgotten go as well', async () => {
    const parts = await createParts({
      async afterStep(reached) {
        if (reached === 'person-erased') await parts.stores.open('people').set(`${ada}/settings`, { tellUses: true });
      },
    });
    await parts.voices.forget(ada);
    assert.deepEqual(await parts.stores.subjects('people'), []);
    await parts.close();
  });

  for (const step of ['marked', 'enrolled', 'blobs-written', 'settings-written'] as const) {
    it(`that are being made when their owner asks to be forgotten ("${step}") are not kept`, async () => {
      let forgetting: Promise<unknown> | undefined;
      const parts = await createParts({
        afterStep: reached => {
          if (reached === step) forgetting ??= parts.voices.forget(ada);
        },
      });
      await assert.rejects(parts.voices.create(ada, candidate()), refusal(/^(person-forgotten|consent-revoked)$/));
      await forgetting;
      assert.deepEqual(await parts.ledger.keyHolders(), []);
      for (const name of ['voices', 'prints', 'references'] as const)
        assert.deepEqual(await parts.stores.subjects(name), [], name);
      await parts.voices.create(ada, candidate()); // a new beginning
      await parts.close();
    });
  }

  describe('that cannot be stored', () => {
    for (const name of ['references', 'prints', 'voices'] as const) {
      it(`because "${name}" fails are revoked again, and nothing is left`, async () => {
        const failing = failWrites(createMemoryStores(), name, 1);
        const broken = await createParts({ stores: failing });
        await assert.rejects(broken.voices.create(ada, candidate()), /disk is full/);
        assert.deepEqual(await broken.ledger.keyHolders(), []);
        assert.deepEqual(broken.consent.voicesOf(ada), []);
        for (const store of ['voices', 'prints', 'references'] as const)
          assert.deepEqual(await broken.stores.subjects(store), [], store);
        await broken.close();
      });
    }

    it('leave the earlier version as it was', async () => {
      const stores = failWrites(createMemoryStores(), 'prints', 2);
      const broken = await createParts({ stores });
      const given = candidate();
      const voice = await broken.voices.create(ada, given);
      await assert.rejects(broken.voices.replace(voice.id, ada, candidate()), /disk is full/);
      assert.deepEqual(await broken.voices.owned(ada), [voice]);
      const grant = broken.consent.grant({ voiceId: voice.id, asker: asker(ada), form: 'note' });
      assert.deepEqual(await broken.voices.print(grant), new Uint8Array(given.print));
      assert.equal((await Array.fromAsync(stores.open('references').entries())).length, 1);
      await broken.close();
    });

    it('because the maker went away are not kept', async () => {
      const controller = new AbortController();
      const stopping = await createParts({
        afterStep: step => {
          if (step === 'blobs-written') controller.abort(new Error('went away'));
        },
      });
      await assert.rejects(stopping.voices.create(ada, candidate(), controller.signal), /went away/);
      assert.deepEqual(await stopping.ledger.keyHolders(), []);
      assert.deepEqual(await stopping.stores.subjects('prints'), []);
      await stopping.close();
    });
  });

  it('a sweep leaves alone what another process may be making', async () => {
    let atMs = 1_000_000;
    const now = () => atMs;
    const made = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const afterStep = (step: string) => {
      if (step !== 'blobs-written') return;
      written.resolve();
      return made.promise;
    };
    const maker = await createParts({ now, afterStep });
    const making = maker.voices.create(ada, candidate());
    await written.promise;
    const other = await createParts({ ...maker, now, shared: true, afterStep: undefined });
    assert.equal(await other.voices.sweep(), 0);
    atMs += 11 * 60_000;
    assert.equal(await other.voices.sweep(), 1);
    made.resolve();
    await assert.rejects(making, refusal('consent-revoked'));
    for (const name of ['voices', 'prints', 'references'] as const) assert.deepEqual(await maker.stores.subjects(name), [], name);
    await maker.close();
  });
});

/** The same stores, but from the `from`th write on, one of them is full. */
function failWrites(stores: Stores, name: string, from: number): Stores {
  let writes = 0;
  return intercept(stores, name, async () => {
    if (++writes >= from + (name === 'voices' ? 1 : 0)) throw new Error('the disk is full'); // the first of "voices" is the mark
  });
}

/** The same stores, but after `hold` the next write of one of them waits for `goOn`. */
function holdWrites(stores: Stores, name: string) {
  let next: (() => Promise<void>) | undefined;
  return {
    stores: intercept(stores, name, async () => {
      const waiting = next;
      next = undefined;
      await waiting?.();
    }),
    hold() {
      const reached = Promise.withResolvers<void>();
      const free = Promise.withResolvers<void>();
      next = () => {
        reached.resolve();
        return free.promise;
      };
      return { reached: reached.promise, goOn: free.resolve };
    },
  };
}

function intercept(stores: Stores, name: string, before: () => Promise<void>): Stores {
  const open = (wanted: never) => {
    const store: Store<unknown> = stores.open(wanted);
    if (wanted !== name) return store;
    return {
      ...store,
      async set(key: string, value: unknown, lifetimeMs?: number) {
        await before();
        await store.set(key, value, lifetimeMs);
      },
    };
  };
  return { ...stores, open: open as Stores['open'] };
}
