/** Who may do what where: a table of refusals, and what a stranger learns. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal } from '../../src/errors.ts';
import { refusal } from '../engine/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { type Asking, ada, ben, createAllowedWorld, createWorld, eve, home, mod, operator, question, work } from './world.ts';

type AllowedWorld = Awaited<ReturnType<typeof createAllowedWorld>>;

/** Ben may use Ada's voice for notes at home for a month; then this happens, and he, or somebody, asks. */
const refusals: readonly {
  readonly what: string;
  readonly first?: (world: AllowedWorld) => unknown;
  readonly asking?: Asking;
  readonly code: string;
  readonly says?: RegExp;
}[] = [
  { what: 'a stranger', asking: { person: eve }, code: 'voice-unknown' },
  { what: 'a friend in another place', asking: { place: work }, code: 'voice-unknown' },
  {
    what: 'a way of speaking that was not allowed',
    asking: { form: 'live' },
    code: 'consent-form',
    says: /asked for: live.*here: note/,
  },
  { what: 'the end of a permission', first: ({ time }) => time.advance(30 * dayMs), code: 'consent-expired', says: /run out/ },
  {
    what: 'a permission that was ended',
    first: w => w.consent.end(w.voiceId, ada, w.rule.ruleId),
    code: 'consent-revoked',
    says: /has ended your/,
  },
  { what: 'a voice that was revoked', first: w => w.consent.revoke(w.voiceId, ada), code: 'consent-revoked' },
  {
    what: 'a voice of one’s own that was revoked',
    first: w => w.consent.revoke(w.voiceId, ada),
    asking: { person: ada },
    code: 'consent-revoked',
    says: /deleted/,
  },
  { what: 'a blocked voice', first: w => w.consent.block({ voiceId: w.voiceId }, home, mod), code: 'voice-blocked' },
  {
    what: 'a blocked voice of one’s own',
    first: w => w.consent.block({ voiceId: w.voiceId }, home, mod),
    asking: { person: ada },
    code: 'voice-blocked',
  },
  { what: 'a blocked person', first: w => w.consent.block({ personId: ben }, home, mod), code: 'person-blocked' },
  {
    what: 'a blocked owner',
    first: w => w.consent.block({ personId: ada }, home, mod),
    asking: { person: ada },
    code: 'person-blocked',
  },
  { what: 'a frozen voice', first: w => w.consent.freeze(w.voiceId, home, mod, 'r-1'), code: 'voice-frozen' },
  {
    what: 'a frozen voice of one’s own',
    first: w => w.consent.freeze(w.voiceId, home, mod, 'r-1'),
    asking: { person: ada },
    code: 'voice-frozen',
  },
  {
    what: 'a stopped voice',
    first: w => w.consent.stop({ voiceId: w.voiceId }, operator),
    asking: { person: ada },
    code: 'voice-stopped',
  },
  {
    what: 'a stopped place',
    first: w => w.consent.stop({ placeId: home }, operator),
    asking: { person: ada },
    code: 'place-stopped',
  },
  {
    what: 'a stopped instance',
    first: w => w.consent.stop('instance', operator),
    asking: { person: ada, place: work },
    code: 'instance-stopped',
  },
  { what: 'a place that the bot left', first: w => w.consent.placeLeft(home), code: 'place-left' },
  {
    what: 'a voice of one’s own that is due',
    first: ({ time }) => time.advance(365 * dayMs),
    asking: { person: ada },
    code: 'consent-reconfirm',
    says: /yours is due/,
  },
  {
    what: 'somebody else’s voice that is due, with a permission that still holds',
    async first(w) {
      w.time.advance(340 * dayMs);
      await w.allow(w.voiceId);
      w.time.advance(25 * dayMs);
    },
    code: 'consent-reconfirm',
    says: /The owner of this voice has to/,
  },
  { what: 'a voice that is due as well as expired', first: ({ time }) => time.advance(365 * dayMs), code: 'consent-expired' },
  {
    what: 'a due voice and a stranger',
    first: ({ time }) => time.advance(365 * dayMs),
    asking: { person: eve },
    code: 'voice-unknown',
  },
  {
    what: 'a blocked voice and a stranger',
    first: w => w.consent.block({ voiceId: w.voiceId }, home, mod),
    asking: { person: eve },
    code: 'voice-unknown',
  },
  {
    what: 'a stopped instance and a stranger',
    first: w => w.consent.stop('instance', operator),
    asking: { person: eve },
    code: 'voice-unknown',
  },
];

describe('the gate refuses', () => {
  for (const { what, first, asking, code, says = /./ } of refusals) {
    test(`${what}: ${code}`, async () => {
      const world = await createAllowedWorld();
      world.ask(world.voiceId); // allowed so far
      await first?.(world);
      assert.throws(
        () => world.ask(world.voiceId, asking),
        (error: Refusal) => refusal(code)(error) && says.test(error.message),
      );
    });
  }
});

describe('the gate allows', () => {
  test('an owner, everywhere and in every form', async () => {
    const world = await createWorld();
    const voiceId = await world.enrol();
    for (const place of [home, work, 'console:dm/ada']) {
      for (const form of ['note', 'file', 'live'] as const) world.ask(voiceId, { person: ada, place, form });
    }
  });

  test('everybody with the role, there and nowhere else', async () => {
    const { consent, ask, enrol } = await createWorld();
    const voiceId = await enrol();
    await consent.allow(voiceId, ada, { audience: { kind: 'role', roleId: '9' }, placeId: home, forms: ['live'] });
    ask(voiceId, { roles: ['8', '9'], form: 'live' });
    assert.throws(() => ask(voiceId, { roles: ['8'], form: 'live' }), refusal('voice-unknown'));
    assert.throws(() => ask(voiceId, { roles: ['9'], form: 'live', place: work }), refusal('voice-unknown'));
  });

  test('everyone here, there and nowhere else', async () => {
    const { consent, ask, enrol } = await createWorld();
    const voiceId = await enrol();
    await consent.allow(voiceId, ada, { audience: { kind: 'everyone' }, placeId: home, forms: ['note'] });
    ask(voiceId, { person: eve });
    assert.throws(() => ask(voiceId, { person: eve, place: work }), refusal('voice-unknown'));
  });

  test('until the last millisecond and not in the next', async () => {
    const { time, ask, voiceId, rule } = await createAllowedWorld();
    time.advance(rule.untilMs - time.now() - 1);
    ask(voiceId);
    time.advance(1);
    assert.throws(() => ask(voiceId), refusal('consent-expired'));
  });

  test('again what is unblocked, unfrozen, resumed, joined, re-confirmed', async () => {
    const { consent, ask, voiceId } = await createAllowedWorld();
    const pairs = [
      [() => consent.block({ voiceId }, home, mod), () => consent.unblock({ voiceId }, home, mod)],
      [() => consent.block({ personId: ben }, home, mod), () => consent.unblock({ personId: ben }, home, mod)],
      [() => consent.freeze(voiceId, home, mod, 'r-1'), () => consent.unfreeze(voiceId, home, mod)],
      [() => consent.stop({ voiceId }, operator), () => consent.resume({ voiceId }, operator)],
      [() => consent.stop({ placeId: home }, operator), () => consent.resume({ placeId: home }, operator)],
      [() => consent.stop('instance', operator), () => consent.resume('instance', operator)],
      [() => consent.placeLeft(home), () => consent.placeJoined(home)],
    ];
    for (const [forbid, permit] of pairs) {
      await forbid();
      assert.throws(() => ask(voiceId), Refusal);
      await permit();
      ask(voiceId);
    }
  });

  test('other voices and other places when one is blocked', async () => {
    const { consent, ask, voiceId, enrol, allow } = await createAllowedWorld();
    const other = await enrol();
    await allow(other);
    await allow(voiceId, { place: work });
    await consent.block({ voiceId }, home, mod);
    ask(other);
    ask(voiceId, { place: work });
  });
});

test('nobody learns that a voice exists: a refusal is the same, word for word, as for one that never was', async () => {
  const { consent, voiceId } = await createAllowedWorld();
  const answers = [voiceId, '0'.repeat(26), '../../etc', ''].map(id => {
    try {
      return consent.grant(question(id, { person: eve }));
    } catch (error) {
      const { code, message, values } = error as Refusal;
      return { code, message, values };
    }
  });
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
});

test('the voices that somebody may use are listed, their own first', async () => {
  const { consent, voiceId, enrol } = await createAllowedWorld();
  const own = await enrol(ben);
  const asker = (personId: string, placeId: string) => ({ personId, placeId, roles: [] });
  assert.deepEqual(consent.usable(asker(ben, home)), [own, voiceId]);
  assert.deepEqual(consent.usable(asker(ben, work)), [own]);
  assert.deepEqual(consent.usable(asker(eve, home)), []);
  await consent.block({ voiceId }, home, mod);
  assert.deepEqual(consent.usable(asker(ben, home)), [own]);
});
