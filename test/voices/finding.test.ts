import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Refusal } from '../../src/errors.ts';
import type { Voice } from '../../src/voices/voices.ts';
import { refusal } from '../engine/support.ts';
import { asker, candidate, createParts, type Parts } from './support.ts';

const [ada, bob, eve] = ['discord:1', 'discord:2', 'discord:3'];
const place = 'discord:guild/77';

describe('voices are found', () => {
  let parts: Parts;
  beforeEach(async () => {
    parts = await createParts();
  });
  afterEach(() => parts.close());

  const allow = (voice: Voice, personId: string) =>
    parts.consent.allow(voice.id, voice.owner, {
      audience: { kind: 'person', personId },
      placeId: place,
      forms: ['note', 'live'],
    });

  it('by id, name, and a name typed in another way', async () => {
    const voice = await parts.voices.create(ada, candidate({ name: 'Zoë Weiß' }));
    for (const typed of [voice.id, 'Zoë Weiß', 'zoe weiss', ' ZOË WEIẞ ', 'ｚｏｅ ｗｅｉｓｓ']) {
      assert.equal((await parts.voices.find(asker(ada), typed)).id, voice.id, typed);
    }
  });

  it('by those alone who may use them, and others are told the same as for a voice that never was', async () => {
    const voice = await parts.voices.create(ada, candidate());
    await allow(voice, bob);
    assert.equal((await parts.voices.find(asker(bob), 'ada')).id, voice.id);
    const told = await Promise.all(
      [
        [asker(eve), 'Ada'],
        [asker(eve), voice.id],
        [asker(eve), 'Nobody'],
        [asker(bob, 'discord:guild/78'), 'Ada'],
        [asker(bob, 'discord:guild/78'), voice.id],
        [asker(bob), 'Nobody'],
        [asker(ada), ''],
      ].map(([who, name]) => parts.voices.find(who as ReturnType<typeof asker>, name as string).catch((error: Refusal) => error)),
    );
    assert.deepEqual(
      new Set(told.map(error => JSON.stringify([(error as Refusal).code, (error as Refusal).message, (error as Refusal).values])))
        .size,
      1,
    );
    assert.equal((told[0] as Refusal).code, 'voice-unknown');
  });

  it('with the exact name first, then one of their own, and are ambiguous otherwise', async () => {
    const [first, second] = [
      await parts.voices.create(ada, candidate()),
      await parts.voices.create(bob, candidate({ name: 'ADA' })),
    ];
    for (const voice of [first, second]) await allow(voice, eve);
    assert.equal((await parts.voices.find(asker(eve), 'ADA')).id, second.id);
    await assert.rejects(parts.voices.find(asker(eve), 'ada'), error => {
      assert.ok(refusal('voice-ambiguous')(error));
      assert.deepEqual((error as Refusal).values, {
        names: 'Ada, ADA',
        owners: `${ada}, ${bob}`,
        ids: `${first.id}, ${second.id}`,
        count: 2,
      });
      return true;
    });
    const own = await parts.voices.create(eve, candidate({ name: 'aDa' }));
    assert.equal((await parts.voices.find(asker(eve), 'ada')).id, own.id);
  });

  it('by those who knew it, so that the gate can tell them why it is silent for them', async () => {
    const voice = await parts.voices.create(ada, candidate());
    const rule = await allow(voice, bob);
    const why = (personId: string) =>
      parts.voices
        .find(asker(personId))
        .then(({ id: voiceId }) => parts.consent.grant({ voiceId, asker: asker(personId), form: 'note' }));
    await parts.consent.block({ voiceId: voice.id }, place, eve);
    for (const name of ['ada', undefined]) assert.equal((await parts.voices.find(asker(bob), name)).id, voice.id);
    await assert.rejects(why(bob), refusal('voice-blocked'));
    await assert.rejects(why(ada), refusal('voice-blocked'));
    await parts.consent.unblock({ voiceId: voice.id }, place, eve);
    await parts.consent.end(voice.id, ada, rule.ruleId);
    await assert.rejects(why(bob), refusal('consent-revoked'));
    await assert.rejects(why(eve), refusal('voice-none'));
  });

  it('without a name: the only one, or the usual one', async () => {
    await assert.rejects(parts.voices.find(asker(bob)), refusal('voice-none'));
    const shared = await parts.voices.create(ada, candidate());
    await allow(shared, bob);
    assert.equal((await parts.voices.find(asker(bob))).id, shared.id);
    const first = await parts.voices.create(bob, candidate({ name: 'One' }));
    assert.equal((await parts.voices.find(asker(bob))).id, first.id);
    await parts.voices.create(bob, candidate({ name: 'Two' }));
    await assert.rejects(parts.voices.find(asker(bob)), refusal('voice-ambiguous'));
    await parts.voices.setUsual(shared.id, bob);
    assert.equal((await parts.voices.find(asker(bob))).id, shared.id);
    assert.equal((await parts.voices.find(asker(ada))).id, shared.id);
    await parts.voices.revoke(shared.id, ada);
    await assert.rejects(parts.voices.find(asker(bob)), refusal('voice-ambiguous'));
    assert.equal(await parts.stores.open('people').get(`${bob}/usual`), undefined);
  });
});
