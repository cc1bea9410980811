import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { challengeWords } from '../../src/consent/challenge-words.ts';
import { createChallenges } from '../../src/consent/challenges.ts';
import { Refusal } from '../../src/errors.ts';
import { createEnrolling } from '../../src/voices/create-enrolling.ts';
import type { Enrolling, SpokenMessage } from '../../src/voices/enrolling.ts';
import { refusal } from '../engine/support.ts';
import { createFakeEar, type FakeEar } from './fake-ear.ts';
import { asker, candidate, createParts, notice, type Parts } from './support.ts';

const [ada, bob] = ['discord:1', 'discord:2'];
const place = 'discord:guild/77';
const signal = new AbortController().signal;

describe('enrolling', () => {
  let parts: Parts;
  let ear: FakeEar;
  let enrolling: Enrolling;
  let atMs: number;
  beforeEach(async () => {
    atMs = 1_700_000_000_000;
    const now = () => atMs;
    parts = await createParts({ now });
    ear = createFakeEar();
    const { stores, consent, voices } = parts;
    const challenges = createChallenges({ challenges: stores.open('challenges'), attempts: stores.open('attempts'), now });
    enrolling = createEnrolling({ voices, consent, challenges, fingerprints: stores.open('fingerprints'), ear });
  });
  afterEach(() => parts.close());

  const purpose = (name = 'Ada') => ({ kind: 'enrol', name, language: 'en' }) as const;
  const spoken = (changes: Partial<SpokenMessage> = {}): SpokenMessage => ({
    personId: ada,
    placeId: place,
    authorId: changes.personId ?? ada,
    forwarded: false,
    sentAtMs: atMs,
    name: 'voice-message.ogg',
    bytes: randomBytes(100),
    ...changes,
  });

  async function enrol(person = ada, name?: string) {
    await enrolling.challenge(person, place, purpose(name));
    return enrolling.answer(spoken({ personId: person }), notice, signal);
  }

  /** Neither a voice, nor a key, nor anything of the recording. */
  async function assertNothingKept(): Promise<void> {
    assert.deepEqual(await parts.ledger.keyHolders(), []);
    for (const name of ['voices', 'references', 'prints', 'fingerprints'] as const)
      assert.deepEqual(await parts.stores.subjects(name), [], name);
  }

  it('makes a voice of a challenge that was read', async () => {
    const challenge = await enrolling.challenge(ada, place, purpose(' ada '));
    const { voice, report, card } = await enrolling.answer(spoken(), notice, signal);
    assert.deepEqual(await parts.voices.owned(ada), [voice]);
    assert.equal(voice.name, 'ada');
    assert.equal(voice.engine, 'fake');
    assert.equal(report.verdict, 'good');
    assert.deepEqual(card, Uint8Array.of(137, 80));
    assert.deepEqual(ear.asked.verify, [{ statement: challenge.statement, words: challenge.words, list: challengeWords }]);
    const [recording] = await parts.voices.recordings(voice.id, ada);
    assert.equal(recording.transcript, `${challenge.statement} ${challenge.words.join(', ')}.`);
    assert.deepEqual(await parts.stores.subjects('fingerprints'), [ada]);
    const [event] = await Array.fromAsync(parts.ledger.read(`voice:${voice.id}`));
    assert.deepEqual((event.body as { notice: object }).notice, notice);
    assert.equal((event.body as { verification: { method: string } }).verification.method, 'fake');
  });

  const refusals: readonly (readonly [what: string, code: string, prepare: (ear: FakeEar) => Partial<SpokenMessage>])[] = [
    ['a message of somebody else', 'message-of-another', () => ({ authorId: bob })],
    ['a forwarded message', 'message-forwarded', () => ({ forwarded: true })],
    ['a huge message', 'audio-too-large', () => ({ bytes: new Uint8Array(21 * 1024 * 1024) })],
    ['a message in another place', 'challenge-elsewhere', () => ({ placeId: 'discord:guild/78' })],
    ['a message from before the challenge', 'challenge-too-early', () => ({ sentAtMs: atMs - 1 })],
    ['a message that was sent too late', 'challenge-expired', () => ({ sentAtMs: atMs + 300_000 })],
    ['somebody without a challenge', 'challenge-missing', () => ({ personId: bob, authorId: bob })],
    [
      'a reading of other words',
      'challenge-failed',
      ear => {
        ear.verdict = { accepted: false, reason: 'words-differ', advice: 'Read them again.' };
        return {};
      },
    ],
    [
      'a recording below the floor',
      'reference-refused',
      ear => {
        ear.failures.clone = new Refusal('reference-refused', 'too noisy');
        return {};
      },
    ],
    [
      'what a voice of ours has spoken',
      'recording-marked',
      ear => {
        ear.marked = true;
        return {};
      },
    ],
    [
      'what the engine cannot read',
      'audio-unreadable',
      ear => {
        ear.failures.verify = new Refusal('audio-unreadable', 'no sound');
        return {};
      },
    ],
  ];
  for (const [what, code, prepare] of refusals) {
    it(`refuses ${what} and keeps nothing`, async () => {
      await enrolling.challenge(ada, place, purpose());
      const changes = prepare(ear);
      await assert.rejects(enrolling.answer(spoken(changes), notice, signal), refusal(code));
      await assertNothingKept();
    });
  }

  for (const given of [undefined, { version: '', hash: '' }, { version: '1', hash: 'short' }]) {
    it(`refuses an answer without an attestation: ${JSON.stringify(given)}`, async () => {
      await enrolling.challenge(ada, place, purpose());
      await assert.rejects(enrolling.answer(spoken(), given as never, signal), refusal('attestation-missing'));
      await enrolling.answer(spoken(), notice, signal); // and the challenge still stands
    });
  }

  it('passes on the advice of the verifier', async () => {
    await enrolling.challenge(ada, place, purpose());
    ear.verdict = { accepted: false, reason: 'too-noisy', advice: 'Go to a quiet room.' };
    await assert.rejects(enrolling.answer(spoken(), notice, signal), error => {
      assert.match((error as Refusal).message, /^Go to a quiet room\. .*\/clone/);
      assert.equal((error as Refusal).values.reason, 'too-noisy');
      return true;
    });
  });

  it('takes a challenge once, whatever came of it', async () => {
    await enrolling.challenge(ada, place, purpose());
    ear.verdict = { accepted: false, reason: 'words-differ' };
    await assert.rejects(enrolling.answer(spoken(), notice, signal), refusal('challenge-failed'));
    ear.verdict = { accepted: true };
    await assert.rejects(enrolling.answer(spoken(), notice, signal), refusal('challenge-missing'));
  });

  it('refuses a recording that was accepted before, from anybody', async () => {
    await enrol();
    await enrolling.challenge(bob, place, purpose());
    await assert.rejects(enrolling.answer(spoken({ personId: bob }), notice, signal), refusal('challenge-replayed'));
    ear.fingerprint = randomBytes(1000);
    await enrolling.challenge(bob, place, purpose());
    await enrolling.answer(spoken({ personId: bob }), notice, signal);
  });

  it('forgets the fingerprint of what could not be kept', async () => {
    await enrolling.challenge(ada, place, purpose());
    await parts.voices.create(ada, candidate({ name: 'ADA' })); // the name was free when the challenge was asked for
    await assert.rejects(enrolling.answer(spoken(), notice, signal), refusal('name-taken'));
    assert.deepEqual(await parts.stores.subjects('fingerprints'), []);
  });

  it('refuses a bad name before anybody reads a sentence', async () => {
    await assert.rejects(enrolling.challenge(ada, place, purpose('../x')), refusal('name-invalid'));
    assert.deepEqual(await parts.stores.subjects('attempts'), []); // and it costs no try
    await enrol();
    await assert.rejects(enrolling.challenge(ada, place, purpose('ADA')), refusal('name-taken'));
  });

  it('stops when the caller does, and keeps nothing', async () => {
    for (const step of ['verify', 'clone', 'picture'] as const) {
      const controller = new AbortController();
      await enrolling.challenge(ada, place, purpose());
      ear.before[step] = async () => controller.abort(new Error('went away'));
      await assert.rejects(enrolling.answer(spoken(), notice, controller.signal), /went away/, step);
      delete ear.before[step];
      await assertNothingKept();
      atMs += 86_400_000;
    }
  });

  it('writes nothing for somebody who asked to be forgotten meanwhile, at whatever step', async () => {
    for (const step of ['verify', 'clone', 'picture'] as const) {
      await enrolling.challenge(ada, place, purpose());
      ear.before[step] = async () => void (await parts.voices.forget(ada));
      await assert.rejects(enrolling.answer(spoken(), notice, signal), refusal('person-forgotten'), step);
      delete ear.before[step];
      await assertNothingKept();
    }
    await enrol(); // a new beginning is no problem
  });

  describe('again', () => {
    it('replaces the recording, keeps id, name and rules, and begins the consent anew', async () => {
      const { voice } = await enrol();
      await parts.consent.allow(voice.id, ada, { audience: { kind: 'person', personId: bob }, placeId: place, forms: ['note'] });
      ear.fingerprint = randomBytes(1000);
      await enrolling.challenge(ada, place, { kind: 'again', voiceId: voice.id });
      const { voice: renewed } = await enrolling.answer(spoken(), notice, signal);
      assert.deepEqual([renewed.id, renewed.name, renewed.version, renewed.recordings], [voice.id, 'Ada', 2, 1]);
      assert.equal(parts.consent.status(voice.id)?.generation, 2);
      assert.equal((await parts.voices.find(asker(bob), 'Ada')).id, voice.id);
    });

    it('and re-confirming are refused for somebody else, an invented voice, and another speaker', async () => {
      const { voice } = await enrol();
      const invented = await parts.voices.create(ada, candidate({ name: 'Robot', designed: true, recordings: [] }));
      for (const kind of ['again', 'reconfirm'] as const) {
        await assert.rejects(enrolling.challenge(bob, place, { kind, voiceId: voice.id }), refusal('voice-unknown'));
        await assert.rejects(enrolling.challenge(ada, place, { kind, voiceId: invented.id }), refusal('voice-designed'));
        ear.fingerprint = randomBytes(1000);
        ear.alike = false;
        await enrolling.challenge(ada, place, { kind, voiceId: voice.id });
        await assert.rejects(enrolling.answer(spoken(), notice, signal), refusal('speaker-differs'));
      }
      assert.deepEqual(await parts.voices.owned(ada), [voice, invented]);
    });

    it('is not needed to re-confirm: then nothing but the consent changes', async () => {
      const { voice } = await enrol();
      ear.fingerprint = randomBytes(1000);
      atMs += 360 * 86_400_000;
      await enrolling.challenge(ada, place, { kind: 'reconfirm', voiceId: voice.id });
      const { voice: same } = await enrolling.answer(spoken(), notice, signal);
      assert.deepEqual(same, voice);
      assert.equal(parts.consent.status(voice.id)?.reconfirmByMs, atMs + 365 * 86_400_000);
    });
  });

  describe('more recordings', () => {
    it('make the print anew from all of them, five at most', async () => {
      const { voice } = await enrol();
      for (let count = 2; count <= 5; count++) {
        const added = await enrolling.add(voice.id, spoken(), count === 2 ? 'what I said' : undefined, signal);
        assert.deepEqual([added.voice.recordings, added.voice.version], [count, count]);
        assert.equal(ear.asked.clone.at(-1)?.length, count);
        assert.equal(ear.asked.compare.at(-1), count);
      }
      const recordings = await parts.voices.recordings(voice.id, ada);
      assert.deepEqual(
        recordings.map(({ audio }) => audio[0]),
        [1, 2, 3, 4, 5],
      ); // each encoded once
      assert.deepEqual(
        recordings.map(({ transcript }) => transcript?.slice(0, 11)),
        ['I agree tha', 'what I said', undefined, undefined, undefined],
      );
      await assert.rejects(enrolling.add(voice.id, spoken(), undefined, signal), refusal('recordings-too-many'));
      assert.equal(parts.consent.status(voice.id)?.generation, 1);
    });

    it('in the language of the voice take the place of the challenge, which is English', async () => {
      await enrolling.challenge(ada, place, { kind: 'enrol', name: 'Ada', language: 'de' });
      const { voice } = await enrolling.answer(spoken(), notice, signal);
      await enrolling.add(voice.id, spoken(), 'was ich gesagt habe', signal);
      const { voice: changed } = await enrolling.add(voice.id, spoken(), undefined, signal);
      assert.deepEqual(ear.asked.clone, [['en'], ['de'], ['de', 'de']]);
      assert.deepEqual([changed.language, changed.recordings, ear.asked.compare.at(-1)], ['de', 3, 3]);
    });

    it('are refused from other people and of other speakers', async () => {
      const { voice } = await enrol();
      await assert.rejects(enrolling.add(voice.id, spoken({ personId: bob }), undefined, signal), refusal('voice-unknown'));
      await assert.rejects(enrolling.add(voice.id, spoken({ authorId: bob }), undefined, signal), refusal('message-of-another'));
      await assert.rejects(enrolling.add(voice.id, spoken({ forwarded: true }), undefined, signal), refusal('message-forwarded'));
      ear.alike = false;
      await assert.rejects(enrolling.add(voice.id, spoken(), undefined, signal), refusal('speaker-differs'));
      ear.alike = true;
      ear.marked = true;
      await assert.rejects(enrolling.add(voice.id, spoken(), undefined, signal), refusal('recording-marked'));
      assert.deepEqual(await parts.voices.owned(ada), [voice]);
    });
  });
});
