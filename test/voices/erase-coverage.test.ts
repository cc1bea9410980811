/** Whatever is stored of a person goes with /forget and comes with /export: every store, every column, every byte of the data folder. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createReports } from '../../src/commands/reports.ts';
import { createSettings } from '../../src/commands/stored-settings.ts';
import { createChallenges } from '../../src/consent/challenges.ts';
import { privatePlaceOf } from '../../src/consent/identity.ts';
import { createJournal } from '../../src/jobs/journal.ts';
import { type StoreName, type StoreRow, storeTable } from '../../src/stores/table.ts';
import { createEnrolling } from '../../src/voices/create-enrolling.ts';
import { createMasterKey } from '../../src/voices/master-key.ts';
import type { Voice } from '../../src/voices/voices.ts';
import { createFakeEar } from './fake-ear.ts';
import { candidate, createPartsIn, notice, type Parts, secret } from './support.ts';
import { tracesOf } from './traces.ts';

const [ada, bob] = ['discord:1000000001', 'discord:2000000002'];
const place = 'discord:guild/77';
const rows = (): [StoreName, StoreRow][] => Object.entries(storeTable) as [StoreName, StoreRow][];

describe('a person who is forgotten', () => {
  let folder: string;
  let parts: Parts;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consonant-erase-'));
    parts = await createPartsIn({ folder, masterKey: createMasterKey(secret()) });
  });
  afterEach(async () => {
    await parts.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Something in every store and in the ledger, by the same doors as in earnest. */
  async function live(person: string, name: string): Promise<Voice> {
    const { stores, consent, voices, vault } = parts;
    const challenges = createChallenges({
      challenges: stores.open('challenges'),
      attempts: stores.open('attempts'),
      now: Date.now,
    });
    const enrolling = createEnrolling({
      voices,
      consent,
      challenges,
      fingerprints: stores.open('fingerprints'),
      ear: createFakeEar(),
    });
    await enrolling.challenge(person, place, { kind: 'enrol', name, language: 'en' });
    const message = {
      personId: person,
      placeId: place,
      authorId: person,
      forwarded: false,
      sentAtMs: Date.now(),
      name: 'x.ogg',
      bytes: Uint8Array.of(1),
    };
    const { voice } = await enrolling.answer(message, notice, new AbortController().signal);
    await enrolling.challenge(person, place, { kind: 'enrol', name: `${name} two`, language: 'en' });

    const settings = createSettings(stores.open('people'), stores.open('places'));
    await settings.changePerson(person, { tellUses: true });
    await settings.changePlace(privatePlaceOf(person), { form: 'file' });
    await voices.setUsual(voice.id, person);
    await createReports(stores.open('reports')).add({ by: person, voiceId: voice.id, placeId: place, reason: 'odd', atMs: 1 });
    const job = { text: 'a secret text', options: {}, form: 'note', language: 'en', address: 'token' } as never;
    const journal = createJournal({ store: stores.open('journal'), seal: vault.seal, open: vault.open });
    await journal.write({
      id: 'owed',
      voiceId: voice.id,
      personId: person,
      placeId: place,
      form: 'note',
      job,
      acceptedAtMs: Date.now(),
    });

    await consent.allow(voice.id, person, {
      audience: { kind: 'person', personId: bob === person ? ada : bob },
      placeId: place,
      forms: ['note'],
    });
    const use = {
      generationId: '0123abcd',
      voiceId: voice.id,
      form: 'note',
      atMs: Date.now(),
      textHash: 'ab'.repeat(32),
    } as const;
    await consent.recordUse({ ...use, requester: person, placeId: place });
    await consent.block({ personId: person }, place, person);
    await consent.unblock({ personId: person }, place, person);
    return voice;
  }

  const subjectsOf = (row: StoreRow, person: string, voice: Voice) =>
    ({ voice: [voice.id], person: [person], place: [privatePlaceOf(person)], nobody: [] })[row.subject];

  it('leaves no trace but random tokens in the ledger, and everybody else keeps everything', async () => {
    const [adas, bobs] = [await live(ada, 'Ada'), await live(bob, 'Bob')];
    await parts.voices.setUsual(adas.id, bob);
    await parts.voices.create(ada, candidate({ name: 'Invented', designed: true }));
    for (const [name, row] of rows()) {
      if (row.subject === 'nobody') continue;
      for (const subject of subjectsOf(row, ada, adas)) {
        assert.ok(
          (await parts.stores.subjects(name)).includes(subject),
          `this test stores nothing of the person in "${name}": let it`,
        );
      }
    }
    const voiceIds = parts.consent.voicesOf(ada);
    assert.equal(voiceIds.length, 2);
    assert.ok(tracesOf([ada], folder).includes('stores.sqlite stores.key'), 'the search would find it');
    const before = new Set((await parts.voices.export(bob)).keys());
    const print = (await parts.voices.export(bob)).get(`${bobs.id}/prints/1.print`);

    const receipt = await parts.voices.forget(ada);

    assert.deepEqual([...receipt.voices].sort(), [...voiceIds].sort());
    assert.deepEqual(tracesOf([ada, privatePlaceOf(ada)], folder), []);
    assert.deepEqual(
      tracesOf(voiceIds, folder).filter(trace => !trace.startsWith('ledger.sqlite')),
      [],
    );
    assert.deepEqual(
      tracesOf(voiceIds, folder).filter(trace => !trace.includes('(bytes)')),
      ['ledger.sqlite ledger_events.stream'],
    );
    const afterwards = await parts.voices.export(bob);
    before.delete('people/usual.json'); // it was a voice that is gone
    assert.deepEqual([...afterwards.keys()].sort(), [...before].sort());
    assert.deepEqual(afterwards.get(`${bobs.id}/prints/1.print`), print);
  });

  it('gets everything before, as files: each store that holds something of them is there', async () => {
    const voice = await live(ada, 'Ada');
    const files = await parts.voices.export(ada);
    for (const [name, row] of rows()) {
      if (row.subject === 'nobody') continue;
      const folderOf = row.subject === 'voice' ? `${voice.id}/${name}/` : `${name}/`;
      assert.ok(
        [...files.keys()].some(path => path.startsWith(folderOf)),
        `nothing of "${name}" in ${[...files.keys()]}`,
      );
    }
    const text = (path: string) => Buffer.from(files.get(path)!).toString('utf8');
    assert.equal(JSON.parse(text(`${voice.id}/voices/settings.json`)).name, 'Ada');
    assert.match(text(`${voice.id}/journal/owed.json`), /a secret text/);
    assert.match(text('consent.json'), /voice-enrolled/);
    assert.equal(JSON.parse(text('contents.json')).stores.prints, storeTable.prints.holds);
    assert.deepEqual(JSON.parse(text('contents.json')).unreadable, []);
    assert.equal(
      [...files.values()].some(bytes => Buffer.from(bytes).includes(bob)),
      true,
      'whom they allowed',
    );
    for (const path of files.keys()) assert.match(path, /^[\w-]+(\/[\w.-]+)*\.(json|ogg|print)$/);
  });

  it('can be forgotten who was never there, or is forgotten already', async () => {
    assert.deepEqual((await parts.voices.forget('discord:404')).voices, []);
    await live(ada, 'Ada');
    await parts.voices.forget(ada);
    assert.deepEqual((await parts.voices.forget(ada)).voices, []);
    assert.deepEqual(tracesOf([ada], folder), []);
  });

  describe('is found by this test', () => {
    it('in a table that somebody made without telling', async () => {
      const database = new DatabaseSync(join(folder, 'stores.sqlite'));
      database.exec('CREATE TABLE planted (who TEXT)');
      database.prepare('INSERT INTO planted VALUES (?)').run(ada);
      database.close();
      await live(ada, 'Ada');
      await parts.voices.forget(ada);
      assert.ok(tracesOf([ada], folder).includes('stores.sqlite planted.who'));
    });

    it('in a namespace that the table of stores does not know', async () => {
      await live(ada, 'Ada');
      const database = new DatabaseSync(join(folder, 'stores.sqlite'));
      database
        .prepare("INSERT INTO stores (key, value, namespace) VALUES (?, '{}', 'planted')")
        .run(`${encodeURIComponent(ada)}/x`);
      database.close();
      await parts.voices.forget(ada);
      assert.ok(tracesOf([ada], folder).includes('stores.sqlite stores.key'));
    });

    for (const [subject, isCovered] of [
      ['nobody', false],
      ['place', false],
      ['person', true],
    ] as const) {
      it(`in a new store whose row says "${subject}": ${isCovered ? 'it is covered by its row alone' : 'it is not covered'}`, async () => {
        const table = storeTable as Record<string, StoreRow>;
        table.planted = { subject, holds: 'something new', sealed: false };
        try {
          await parts.close();
          parts = await createPartsIn({ folder, masterKey: parts.masterKey });
          await live(ada, 'Ada');
          await parts.stores.open('planted' as 'people').set(`${ada}/new`, { of: ada });
          assert.equal((await parts.voices.export(ada)).has('planted/new.json'), isCovered);
          await parts.voices.forget(ada);
          assert.equal(tracesOf([ada], folder).length === 0, isCovered);
        } finally {
          delete table.planted;
        }
      });
    }
  });

  it('leaves no recording, print or name in the bytes on the disk, sealed as they were', async () => {
    await live(ada, 'Ada');
    const [{ value }] = new DatabaseSync(join(folder, 'stores.sqlite'), { readOnly: true })
      .prepare("SELECT value FROM stores WHERE namespace = 'prints'")
      .all() as { value: string }[];
    const sealed = value.slice(30, 400);
    const isThere = async (file: string) => (await readFile(join(folder, file)).catch(() => Buffer.of())).includes(sealed);
    assert.equal((await isThere('stores.sqlite')) || (await isThere('stores.sqlite-wal')), true);
    await parts.voices.forget(ada);
    assert.equal((await isThere('stores.sqlite')) || (await isThere('stores.sqlite-wal')), false);
  });
});
