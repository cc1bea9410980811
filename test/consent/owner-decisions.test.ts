/** What an owner can do with a voice, what is refused, and what the ledger is told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Enrolment, Permission } from '../../src/consent/consent.ts';
import { randomId } from '../../src/consent/random-id.ts';
import { refusal } from '../engine/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { ada, ben, createAllowedWorld, createWorld, eve, home, mod, notice, operator, verification, work } from './world.ts';

const permission: Permission = { audience: { kind: 'person', personId: ben }, placeId: home, forms: ['note'] };
const startMs = Date.UTC(2027, 0, 1);

const refusedPermissions: readonly { what: string; change: Partial<Permission>; code: string }[] = [
  { what: 'no form', change: { forms: [] }, code: 'permission-forms' },
  { what: 'a form that there is not', change: { forms: ['note', 'song' as 'note'] }, code: 'permission-forms' },
  { what: 'an end in the past', change: { untilMs: startMs - 1 }, code: 'permission-past' },
  { what: 'an end right now', change: { untilMs: startMs }, code: 'permission-past' },
  { what: 'an end that is no number', change: { untilMs: Number.NaN }, code: 'permission-past' },
  { what: 'an end after more than a year', change: { untilMs: startMs + 365 * dayMs + 1 }, code: 'permission-too-long' },
  { what: 'no end ever', change: { untilMs: Number.POSITIVE_INFINITY }, code: 'permission-too-long' },
  { what: 'oneself', change: { audience: { kind: 'person', personId: ada } }, code: 'permission-self' },
  {
    what: 'everyone in a private conversation',
    change: { audience: { kind: 'everyone' }, placeId: 'console:dm/ada' },
    code: 'permission-private',
  },
  {
    what: 'a role in a private conversation',
    change: { audience: { kind: 'role', roleId: '1' }, placeId: 'console:dm/ada' },
    code: 'permission-private',
  },
  { what: 'somebody in one’s own private conversation', change: { placeId: 'console:dm/ada' }, code: 'permission-private' },
];

describe('an owner cannot allow', () => {
  for (const { what, change, code } of refusedPermissions) {
    test(`${what}: ${code}`, async () => {
      const { consent, enrol, storage } = await createWorld();
      const voiceId = await enrol();
      await assert.rejects(consent.allow(voiceId, ada, { ...permission, ...change }), refusal(code));
      assert.equal(storage.events.length, 1);
    });
  }

  test('more than 200 things at a time; what has expired makes room', async () => {
    const { consent, enrol, allow, time } = await createWorld();
    const voiceId = await enrol();
    for (let number = 0; number < 200; number++)
      await allow(voiceId, { person: `console:friend-${number}`, days: number < 5 ? 1 : 9 });
    await assert.rejects(allow(voiceId, { person: ben }), refusal('permission-too-many'));
    await allow(voiceId, { person: 'console:friend-7', days: 10 }); // one that is replaced
    time.advance(dayMs);
    await allow(voiceId, { person: ben });
    assert.equal(consent.rules(voiceId, ada).length, 196);
  });
});

test('a permission holds 90 days unless something else is said, and names each form once', async () => {
  const { consent, enrol, time } = await createWorld();
  const voiceId = await enrol();
  const rule = await consent.allow(voiceId, ada, { ...permission, forms: ['live', 'note', 'live'] });
  assert.deepEqual(
    { ...rule, ruleId: '' },
    { ...permission, forms: ['note', 'live'], ruleId: '', untilMs: time.now() + 90 * dayMs, expired: false },
  );
  assert.deepEqual(consent.rules(voiceId, ada), [rule]);
  time.advance(90 * dayMs);
  assert.deepEqual(consent.rules(voiceId, ada), [{ ...rule, expired: true }]);
});

test('somebody may be allowed a voice in their own private conversation', async () => {
  const { enrol, allow, ask } = await createWorld();
  const voiceId = await enrol();
  await allow(voiceId, { place: 'console:dm/ben' });
  ask(voiceId, { place: 'console:dm/ben' });
});

test('a later permission for the same audience and place replaces the earlier one', async () => {
  const { consent, allow, voiceId, rule } = await createAllowedWorld();
  const later = await allow(voiceId, { forms: ['live'] });
  const elsewhere = await allow(voiceId, { place: work });
  assert.deepEqual(consent.rules(voiceId, ada), [later, elsewhere]);
  await assert.rejects(consent.end(voiceId, ada, rule.ruleId), refusal('rule-unknown'));
});

test('roles and everyone come back by name', async () => {
  const { consent, enrol } = await createWorld();
  const voiceId = await enrol();
  await consent.allow(voiceId, ada, { ...permission, audience: { kind: 'role', roleId: 'a#b/c' } });
  await consent.allow(voiceId, ada, { ...permission, audience: { kind: 'everyone' } });
  const audiences = consent.rules(voiceId, ada).map(({ audience }) => audience);
  assert.deepEqual(audiences, [{ kind: 'role', roleId: 'a#b/c' }, { kind: 'everyone' }]);
});

describe('to anybody but the owner the voice does not exist, for', () => {
  const attempts = {
    revoke: w => w.consent.revoke(w.voiceId, eve),
    allow: w => w.consent.allow(w.voiceId, eve, permission),
    end: w => w.consent.end(w.voiceId, eve, w.rule.ruleId),
    reconfirm: w => w.consent.reconfirm(w.voiceId, ben, notice),
    enrol: w => w.consent.enrol({ owner: eve, placeId: home, notice, verification, voice: { again: w.voiceId } }),
    rules: async w => w.consent.rules(w.voiceId, ben),
    uses: w => w.consent.uses(w.voiceId, ben, { limit: 5 }),
  } satisfies Record<string, (world: Awaited<ReturnType<typeof createAllowedWorld>>) => Promise<unknown>>;

  for (const [name, attempt] of Object.entries(attempts)) {
    test(name, async () => {
      const world = await createAllowedWorld();
      const before = world.storage.events.length;
      await assert.rejects(attempt(world), refusal('voice-unknown'));
      assert.equal(world.storage.events.length, before);
    });
  }
});

test('an enrolment puts the key with the event, and the status tells it', async () => {
  const { consent, storage, time } = await createWorld();
  const voice = { voiceId: randomId(26), wrappedKey: Uint8Array.of(1, 2, 3) };
  await consent.enrol({ owner: ada, placeId: home, notice, verification, voice });
  assert.deepEqual(storage.keys.get(voice.voiceId), Uint8Array.of(1, 2, 3));
  const enrolledAtMs = time.now();
  const status = { voiceId: voice.voiceId, owner: ada, state: 'standing', generation: 1, enrolledAtMs };
  assert.deepEqual(consent.status(voice.voiceId), { ...status, reconfirmByMs: enrolledAtMs + 365 * dayMs });
  assert.deepEqual(consent.voicesOf(ada), [voice.voiceId]);
  assert.equal(consent.status(randomId(26)), undefined);
});

test('the ledger holds no name of a person, a place or a role', async () => {
  const { consent, storage, voiceId } = await createAllowedWorld();
  await consent.allow(voiceId, ada, { ...permission, audience: { kind: 'role', roleId: 'role-77' } });
  await consent.block({ personId: eve }, home, mod);
  await consent.stop({ placeId: work }, operator);
  await consent.forget(ben, 3);
  const written = JSON.stringify(storage.events);
  for (const name of ['console', 'ada', 'ben', 'eve', 'mod', 'home', 'work', 'role-77'])
    assert.ok(!written.includes(`${name}"`), name);
});

test('a re-enrolment keeps id, rules and key, and begins a new year', async () => {
  const { consent, time, voiceId, ask } = await createAllowedWorld();
  time.advance(10 * dayMs);
  await consent.enrol({ owner: ada, placeId: home, notice, verification, voice: { again: voiceId } });
  const status = consent.status(voiceId)!;
  assert.equal(status.generation, 2);
  assert.equal(status.reconfirmByMs, time.now() + 365 * dayMs);
  ask(voiceId);
});

test('a voice is to be re-confirmed after a year, speaks no more until it is, and then for a year', async () => {
  const { consent, time, enrol, ask } = await createWorld();
  const voiceId = await enrol();
  time.advance(365 * dayMs);
  assert.equal(consent.status(voiceId)!.state, 'reconfirm');
  await consent.reconfirm(voiceId, ada, notice);
  assert.equal(consent.status(voiceId)!.state, 'standing');
  ask(voiceId, { person: ada });
  time.advance(365 * dayMs);
  assert.throws(() => ask(voiceId, { person: ada }), refusal('consent-reconfirm'));
});

test('revoking destroys the key, tells the listeners once, and gives the same receipt when asked again', async () => {
  const { consent, storage, voiceId } = await createAllowedWorld();
  const ended: string[] = [];
  consent.onRevoked(ended.push.bind(ended));
  const receipt = await consent.revoke(voiceId, ada);
  assert.equal(storage.keys.size, 0);
  assert.deepEqual(receipt, { voices: [voiceId], hash: storage.events.at(-1)!.hash, atMs: storage.events.at(-1)!.atMs });
  assert.deepEqual(await consent.revoke(voiceId, ada), receipt);
  assert.deepEqual(ended, [voiceId]);
  assert.deepEqual(consent.voicesOf(ada), []);
  assert.equal(consent.status(voiceId)!.state, 'revoked');
});

test('nothing can be done with a revoked voice', async () => {
  const { consent, voiceId } = await createAllowedWorld();
  await consent.revoke(voiceId, ada);
  const again: Enrolment = { owner: ada, placeId: home, notice, verification, voice: { again: voiceId } };
  for (const attempt of [
    () => consent.allow(voiceId, ada, permission),
    () => consent.reconfirm(voiceId, ada, notice),
    () => consent.enrol(again),
  ]) {
    await assert.rejects(attempt, refusal('consent-revoked'));
  }
});

test('a person can have 20 voices, and another one when one of them has ended', async () => {
  const { consent, enrol } = await createWorld();
  const voices: string[] = [];
  for (let number = 0; number < 20; number++) voices.push(await enrol());
  await assert.rejects(enrol(), refusal('voices-too-many'));
  await enrol(ben);
  await consent.revoke(voices[3], ada);
  await enrol();
});

describe('words never reach the ledger:', () => {
  const base = {
    owner: ada,
    placeId: home,
    notice,
    verification,
    voice: { voiceId: randomId(26), wrappedKey: new Uint8Array(60) },
  };
  const wrong: readonly { what: string; attempt: (world: Awaited<ReturnType<typeof createAllowedWorld>>) => Promise<unknown> }[] =
    [
      { what: 'a voice id with a path', attempt: w => w.consent.enrol({ ...base, voice: { ...base.voice, voiceId: '../ada' } }) },
      {
        what: 'a notice instead of its hash',
        attempt: w => w.consent.enrol({ ...base, notice: { version: '1', hash: 'I agree' } }),
      },
      {
        what: 'a sentence as method',
        attempt: w => w.consent.enrol({ ...base, verification: { ...verification, method: 'she said: hi' } }),
      },
      {
        what: 'a score that is none',
        attempt: w => w.consent.enrol({ ...base, verification: { ...verification, scores: { margin: Number.NaN } } }),
      },
      { what: 'a report in words', attempt: w => w.consent.freeze(w.voiceId, home, mod, 'He imitates my boss') },
      { what: 'a text instead of its hash', attempt: w => w.use(w.voiceId, { textHash: 'hello' }) },
    ];
  for (const { what, attempt } of wrong) {
    test(what, async () => {
      const world = await createAllowedWorld();
      const before = world.storage.events.length + world.storage.uses.length;
      await assert.rejects(attempt(world), /nothing was written/);
      assert.equal(world.storage.events.length + world.storage.uses.length, before);
    });
  }
});

test('what is so already is not written a second time', async () => {
  const { consent, storage, voiceId } = await createAllowedWorld();
  const twice = async (act: () => Promise<void>) => {
    await act();
    const before = storage.events.length;
    await act();
    assert.equal(storage.events.length, before);
  };
  await twice(() => consent.block({ voiceId }, home, mod));
  await twice(() => consent.unblock({ voiceId }, home, mod));
  await twice(() => consent.block({ personId: ben }, home, mod));
  await twice(() => consent.freeze(voiceId, home, mod, 'r-1'));
  await twice(() => consent.stop('instance', operator));
  await twice(() => consent.placeLeft(home));
  await twice(() => consent.placeJoined(home));
});

test('an admin cannot block, freeze or stop a voice that does not exist', async () => {
  const { consent } = await createWorld();
  const voiceId = randomId(26);
  for (const attempt of [
    consent.block({ voiceId }, home, mod),
    consent.freeze(voiceId, home, mod, 'r-1'),
    consent.unfreeze(voiceId, home, mod),
    consent.stop({ voiceId }, operator),
  ]) {
    await assert.rejects(attempt, refusal('voice-unknown'));
  }
});
