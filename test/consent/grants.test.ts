/** A grant ends the moment that its permission does, whoever ends it and however; and nobody else can make one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { schedule } from '../../src/consent/alarm.ts';
import { type Grant, requireGrant } from '../../src/consent/gate.ts';
import { refusal } from '../engine/support.ts';
import { dayMs, hourMs, minuteMs } from '../support/manual-time.ts';
import { ada, ben, createAllowedWorld, createWorld, eve, home, mod, notice, operator, verification, work } from './world.ts';

type AllowedWorld = Awaited<ReturnType<typeof createAllowedWorld>>;

const ends: readonly { what: string; by: (world: AllowedWorld) => unknown; code: string }[] = [
  { what: 'the owner revokes the voice', by: w => w.consent.revoke(w.voiceId, ada), code: 'consent-revoked' },
  { what: 'the owner ends the permission', by: w => w.consent.end(w.voiceId, ada, w.rule.ruleId), code: 'consent-revoked' },
  { what: 'the owner narrows the permission', by: w => w.allow(w.voiceId, { forms: ['live'] }), code: 'consent-form' },
  { what: 'the owner is forgotten', by: w => w.consent.forget(ada, 0), code: 'consent-revoked' },
  { what: 'the asker is forgotten', by: w => w.consent.forget(ben, 0), code: 'consent-revoked' },
  {
    what: 'the asker is forgotten where everyone may use the voice',
    async by({ consent, voiceId }) {
      await consent.allow(voiceId, ada, { audience: { kind: 'everyone' }, placeId: home, forms: ['note'] });
      await consent.forget(ben, 0);
    },
    code: 'person-forgotten',
  },
  { what: 'an admin blocks the voice', by: w => w.consent.block({ voiceId: w.voiceId }, home, mod), code: 'voice-blocked' },
  { what: 'an admin blocks the asker', by: w => w.consent.block({ personId: ben }, home, mod), code: 'person-blocked' },
  { what: 'a report freezes the voice', by: w => w.consent.freeze(w.voiceId, home, mod, 'r-1'), code: 'voice-frozen' },
  { what: 'the operator stops the voice', by: w => w.consent.stop({ voiceId: w.voiceId }, operator), code: 'voice-stopped' },
  { what: 'the operator stops the place', by: w => w.consent.stop({ placeId: home }, operator), code: 'place-stopped' },
  { what: 'the operator stops everything', by: w => w.consent.stop('instance', operator), code: 'instance-stopped' },
  { what: 'the bot leaves the place', by: w => w.consent.placeLeft(home), code: 'place-left' },
  { what: 'it runs out', by: w => w.time.advance(30 * dayMs), code: 'consent-expired' },
  { what: 'consent closes', by: w => w.consent.close(), code: 'shutting-down' },
];

describe('a grant ends when', () => {
  for (const { what, by, code } of ends) {
    test(`${what}: ${code}`, async () => {
      const world = await createAllowedWorld();
      const grant = world.ask(world.voiceId);
      let endedWith: unknown;
      grant.revoked.addEventListener('abort', () => {
        endedWith = grant.revoked.reason;
      });
      assert.ok(!grant.revoked.aborted);
      await by(world);
      refusal(code)(endedWith);
      for (const check of [() => world.consent.recheck(grant), () => requireGrant(grant)]) {
        assert.throws(check, error => error === endedWith);
      }
    });
  }
});

test('a grant of a year’s voice ends when the year is over', async () => {
  const { time, enrol, ask } = await createWorld();
  const grant = ask(await enrol(), { person: ada });
  time.advance(365 * dayMs - 1);
  assert.ok(!grant.revoked.aborted);
  time.advance(1);
  refusal('consent-reconfirm')(grant.revoked.reason);
});

test('what concerns somebody else ends no grant', async () => {
  const { consent, enrol, allow, ask, voiceId } = await createAllowedWorld();
  const grants = [ask(voiceId), ask(voiceId, { person: ada, place: work })];
  const other = await enrol();
  await allow(other);
  await consent.block({ voiceId: other }, home, mod);
  await consent.block({ personId: eve }, home, mod);
  await consent.block({ voiceId }, 'console:group/elsewhere', mod);
  await consent.revoke(other, ada);
  await consent.forget(eve, 0);
  await consent.enrol({ owner: ada, placeId: home, notice, verification, voice: { again: voiceId } });
  await allow(voiceId, { days: 60, forms: ['note', 'live'] });
  for (const grant of grants) {
    consent.recheck(grant);
    assert.ok(!grant.revoked.aborted);
  }
});

test('a permission that is prolonged holds for the grants that were given before', async () => {
  const { consent, time, allow, ask, voiceId } = await createAllowedWorld();
  const grant = ask(voiceId);
  await allow(voiceId, { days: 60 });
  time.advance(59 * dayMs);
  consent.recheck(grant);
  time.advance(dayMs);
  refusal('consent-expired')(grant.revoked.reason);
});

test('a clock that goes back revives nothing', async () => {
  const { time, ask, voiceId } = await createAllowedWorld();
  time.advance(30 * dayMs);
  assert.throws(() => ask(voiceId), refusal('consent-expired'));
  time.advance(-20 * dayMs);
  assert.throws(() => ask(voiceId), refusal('consent-expired'));
});

test('a clock that is put forward is noticed within a minute, without waiting for the timer of the far end', async () => {
  const { time, ask, voiceId } = await createAllowedWorld();
  const grant = ask(voiceId);
  assert.equal(time.waiting(), 1);
  time.advance(minuteMs); // the timer looks at the clock, and sets itself anew
  assert.ok(!grant.revoked.aborted);
  assert.equal(time.waiting(), 1);
});

test('of many grants each ends at its own time', async () => {
  const { time, allow, ask, voiceId } = await createAllowedWorld();
  const grants: Grant[] = [];
  for (const days of [3, 1, 2]) {
    const person = `console:friend-${days}`;
    await allow(voiceId, { person, days });
    grants.push(ask(voiceId, { person }));
  }
  const ended = () => grants.map(grant => grant.revoked.aborted);
  time.advance(dayMs);
  assert.deepEqual(ended(), [false, true, false]);
  time.advance(dayMs);
  assert.deepEqual(ended(), [false, true, true]);
  time.advance(dayMs - hourMs);
  assert.deepEqual(ended(), [false, true, true]);
  time.advance(hourMs);
  assert.deepEqual(ended(), [true, true, true]);
});

test('no timer is left when all grants are released or over', async () => {
  const { consent, time, ask, voiceId } = await createAllowedWorld();
  const grants = [ask(voiceId), ask(voiceId)];
  consent.release(grants[0]);
  assert.equal(time.waiting(), 1);
  await consent.block({ voiceId }, home, mod);
  assert.equal(time.waiting(), 0);
  consent.release(grants[1]);
  assert.equal(time.waiting(), 0);
});

test('a released grant is watched no longer, is no longer valid, and may be released twice', async () => {
  const { consent, ask, voiceId } = await createAllowedWorld();
  const grant = ask(voiceId);
  consent.release(grant);
  consent.release(grant);
  await consent.revoke(voiceId, ada);
  assert.ok(!grant.revoked.aborted);
  for (const check of [() => consent.recheck(grant), () => requireGrant(grant)]) assert.throws(check, refusal('grant-invalid'));
});

test('the real timer does not keep a process alive, and can be cancelled', () => {
  const before = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  const cancel = schedule(minuteMs, () => assert.fail('was cancelled'));
  assert.equal(process.getActiveResourcesInfo().filter(name => name === 'Timeout').length, before);
  cancel();
});

const forgeries: readonly { what: string; forge: (grant: Grant) => unknown }[] = [
  { what: 'an object of the same shape', forge: grant => ({ ...grant }) },
  { what: 'a copy', forge: grant => Object.create(Object.getPrototypeOf(grant), Object.getOwnPropertyDescriptors(grant)) },
  { what: 'something that inherits from a grant', forge: grant => Object.create(grant) },
  { what: 'a proxy around a grant', forge: grant => new Proxy(grant, {}) },
  { what: 'nothing', forge: () => undefined },
];

describe('a grant cannot be forged:', () => {
  for (const { what, forge } of forgeries) {
    test(what, async () => {
      const { consent, ask, voiceId } = await createAllowedWorld();
      const forged = forge(ask(voiceId)) as Grant;
      for (const check of [() => consent.recheck(forged), () => requireGrant(forged)]) {
        assert.throws(check, refusal('grant-invalid'));
      }
    });
  }

  test('what it says cannot be changed', async () => {
    const { ask, voiceId } = await createAllowedWorld();
    const grant = ask(voiceId);
    assert.throws(() => Object.assign(grant, { placeId: work }), TypeError);
    assert.equal(grant.placeId, home);
  });

  test('that of another gate is none', async () => {
    const [one, two] = [await createAllowedWorld(), await createAllowedWorld()];
    assert.throws(() => two.consent.recheck(one.ask(one.voiceId)), refusal('grant-invalid'));
  });

  test('the compiler refuses one that is written down', () => {
    const revoked = new AbortController().signal;
    // @ts-expect-error: only the gate can mint.
    const forged: Grant = { voiceId: 'v', personId: ben, placeId: home, form: 'note', revoked };
    assert.throws(() => requireGrant(forged), refusal('grant-invalid'));
  });
});
