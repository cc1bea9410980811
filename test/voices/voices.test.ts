import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Voice } from '../../src/voices/voices.ts';
import { refusal } from '../engine/support.ts';
import { createMemoryStores } from '../support/memory-stores.ts';
import { asker, candidate, createParts, type Parts } from './support.ts';

const [ada, bob, eve] = ['discord:1', 'discord:2', 'discord:3'];
const place = 'discord:guild/77';

describe('voices', () => {
  let parts: Parts;
  beforeEach(async () => {
    parts = await createParts();
  });
  afterEach(async () => {
    await parts.close();
    assert.deepEqual(parts.faults, []);
  });

  const grantFor = (voice: Voice, personId = voice.owner) =>
    parts.consent.grant({ voiceId: voice.id, asker: asker(personId), form: 'note' });
  const allow = (voice: Voice, personId: string) =>
    parts.consent.allow(voice.id, voice.owner, {
      audience: { kind: 'person', personId },
      placeId: place,
      forms: ['note', 'live'],
    });

  it('are kept with everything that was given, and the print comes out for whoever holds a grant', async () => {
    const given = candidate();
    const voice = await parts.voices.create(ada, given);
    assert.match(voice.id, /^[0-9a-z]{26}$/);
    const { id, createdAtMs, ...facts } = voice;
    assert.deepEqual(facts, {
      owner: ada,
      name: 'Ada',
      language: 'en',
      engine: 'tone',
      version: 1,
      recordings: 1,
      designed: false,
      quality: { verdict: 'good', durationSeconds: 12 },
    });
    assert.deepEqual(await parts.voices.owned(ada), [voice]);
    assert.deepEqual(await parts.voices.print(grantFor(voice)), new Uint8Array(given.print));
    assert.deepEqual(await parts.voices.recordings(id, ada), [
      { ...given.recordings[0], audio: new Uint8Array(given.recordings[0].audio) },
    ]);
  });

  it('give their print for no copy of a grant', async () => {
    const grant = grantFor(await parts.voices.create(ada, candidate()));
    await assert.rejects(parts.voices.print({ ...grant }), refusal('grant-invalid'));
  });

  it('lie in the stores sealed: nothing of name, transcript, print or recording can be seen', async () => {
    const given = candidate({ name: 'Penelope' });
    await parts.voices.create(ada, given);
    for (const name of ['voices', 'prints', 'references'] as const) {
      const entries = await Array.fromAsync(parts.stores.open(name).entries());
      assert.equal(entries.length, 1, name);
      const bytes = Buffer.from(entries[0][1]);
      for (const clear of ['Penelope', 'words that were read', given.print, given.recordings[0].audio])
        assert.equal(bytes.includes(Buffer.from(clear)), false);
    }
  });

  it('keep id, name and rules when they are replaced, and leave nothing of the old version', async () => {
    const first = await parts.voices.create(ada, candidate());
    await allow(first, bob);
    const next = candidate({ engine: 'mynah', recordings: [] });
    const replaced = await parts.voices.replace(first.id, ada, next);
    assert.deepEqual(
      { ...replaced, quality: undefined },
      { ...first, version: 2, engine: 'mynah', recordings: 0, quality: undefined },
    );
    assert.deepEqual(await parts.voices.print(grantFor(replaced, bob)), new Uint8Array(next.print));
    assert.equal((await Array.fromAsync(parts.stores.open('prints').entries(first.id))).length, 1);
    assert.equal((await Array.fromAsync(parts.stores.open('references').entries(first.id))).length, 0);
    assert.equal(parts.consent.status(first.id)?.generation, 2);
  });

  it('begin their consent anew only where they were enrolled again', async () => {
    const voice = await parts.voices.create(ada, candidate());
    const { enrolment: _, ...recordingsOnly } = candidate();
    await parts.voices.replace(voice.id, ada, recordingsOnly);
    assert.equal(parts.consent.status(voice.id)?.generation, 1);
  });

  it('have at most five recordings', async () => {
    const six = Array.from({ length: 6 }, () => candidate().recordings[0]);
    await assert.rejects(parts.voices.create(ada, candidate({ recordings: six })), refusal('recordings-too-many'));
    const voice = await parts.voices.create(ada, candidate({ recordings: six.slice(1) }));
    await assert.rejects(parts.voices.replace(voice.id, ada, candidate({ recordings: six })), refusal('recordings-too-many'));
  });

  it('belong to their owner alone', async () => {
    const voice = await parts.voices.create(ada, candidate());
    await allow(voice, bob);
    for (const person of [bob, eve]) {
      await assert.rejects(parts.voices.replace(voice.id, person, candidate()), refusal('voice-unknown'));
      await assert.rejects(parts.voices.rename(voice.id, person, 'Mine'), refusal('voice-unknown'));
      await assert.rejects(parts.voices.recordings(voice.id, person), refusal('voice-unknown'));
      await assert.rejects(parts.voices.revoke(voice.id, person), refusal('voice-unknown'));
    }
  });

  describe('names', () => {
    it('are free once among the voices of one person, look-alikes included', async () => {
      const first = await parts.voices.create(ada, candidate());
      for (const name of ['Ada', ' ada ', 'Аԁа', 'Ａｄａ']) {
        await assert.rejects(parts.voices.create(ada, candidate({ name })), refusal('name-taken'), name);
      }
      await parts.voices.create(bob, candidate());
      const second = await parts.voices.create(ada, candidate({ name: 'Work' }));
      await assert.rejects(parts.voices.rename(second.id, ada, 'ADA'), refusal('name-taken'));
      assert.equal((await parts.voices.rename(first.id, ada, 'ADA')).name, 'ADA');
      assert.equal((await parts.voices.rename(second.id, ada, ' Evening ')).name, 'Evening');
      assert.deepEqual((await parts.voices.owned(ada)).map(({ name }) => name).sort(), ['ADA', 'Evening']);
    });

    it('go to one of two voices that are made at the same time', async () => {
      const made = await Promise.allSettled([1, 2, 3].map(() => parts.voices.create(ada, candidate())));
      assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await parts.ledger.keyHolders()).length, 1);
    });

    it('are checked before anything is written', async () => {
      await assert.rejects(parts.voices.create(ada, candidate({ name: '../x' })), refusal('name-invalid'));
      assert.deepEqual(await parts.ledger.keyHolders(), []);
    });
  });

  it('one that is damaged hides no other, and is reported', async () => {
    const voice = await parts.voices.create(ada, candidate());
    const other = await parts.voices.create(ada, candidate({ name: 'Other' }));
    const sealed = (await parts.stores.open('voices').get(`${other.id}/settings`))!;
    await parts.stores.open('voices').set(`${voice.id}/settings`, sealed);
    assert.deepEqual(
      (await parts.voices.owned(ada)).map(({ id }) => id),
      [other.id],
    );
    assert.ok(refusal('voice-corrupt')(parts.faults.pop()));
    await assert.rejects(parts.voices.print(grantFor(voice)), refusal('voice-corrupt'));
  });

  describe('that are revoked', () => {
    it('lose their key and their blobs, and are gone for everybody', async () => {
      const voice = await parts.voices.create(ada, candidate());
      const grant = grantFor(voice);
      const receipt = await parts.voices.revoke(voice.id, ada);
      assert.deepEqual(receipt.voices, [voice.id]);
      assert.match(receipt.hash, /^[0-9a-f]{64}$/);
      assert.equal(await parts.ledger.key(voice.id), undefined);
      for (const name of ['voices', 'prints', 'references'] as const) assert.deepEqual(await parts.stores.subjects(name), []);
      assert.deepEqual(await parts.voices.owned(ada), []);
      await assert.rejects(parts.voices.print(grant), refusal('consent-revoked'));
      await assert.rejects(parts.voices.replace(voice.id, ada, candidate()), refusal(/voice-unknown|consent-revoked/));
    });

    it('by somebody else than this part lose their blobs as well', async () => {
      const voice = await parts.voices.create(ada, candidate());
      await parts.consent.revoke(voice.id, ada, 'operator');
      await parts.voices.close();
      assert.deepEqual(await parts.stores.subjects('prints'), []);
    });
  });

  it('a master key that did not wrap their keys is refused at the start', async () => {
    await parts.voices.create(ada, candidate());
    await assert.rejects(createParts({ ledger: parts.ledger, stores: parts.stores }), refusal('master-key-wrong'));
  });

  it('a sweep never ends a voice because its blobs are missing', async () => {
    const voice = await parts.voices.create(ada, candidate());
    const elsewhere = await createParts({ ledger: parts.ledger, masterKey: parts.masterKey, stores: createMemoryStores() });
    assert.equal(await elsewhere.voices.sweep(), 0);
    assert.notEqual(await parts.ledger.key(voice.id), undefined);
    assert.equal(await parts.voices.sweep(), 0);
    assert.deepEqual(await parts.voices.owned(ada), [voice]);
    await elsewhere.voices.close();
    elsewhere.consent.close();
  });
});
