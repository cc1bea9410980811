/** Abuse: going on when it is over, going around those who forbid it, and grants that are none. */
import { type Grant, requireGrant } from '../../../src/consent/gate.ts';
import { Refusal } from '../../../src/errors.ts';
import { dayMs } from '../../support/manual-time.ts';
import { interceptedLedger } from '../../support/memory-ledger.ts';
import { ada, ben, createAllowedWorld, eve, home, mod, notice, operator, question, verification } from '../world.ts';
import { type AllowedWorld, allowEveryone, allowRole, inAllowedWorld } from './rows.ts';

/** Something happens while a grant is held; then it is used. */
function held(happens: (world: AllowedWorld) => unknown, check: 'recheck' | 'require' = 'recheck') {
  return async (world: AllowedWorld) => {
    const grant = world.ask(world.voiceId);
    await happens(world);
    return check === 'recheck' ? world.consent.recheck(grant) : requireGrant(grant);
  };
}

/** Something happens; then Ben, or somebody, asks. */
function asking(happens: (world: AllowedWorld) => unknown, person = ben) {
  return async (world: AllowedWorld) => {
    await happens(world);
    return world.ask(world.voiceId, { person });
  };
}

/** What looks like the grant is used for it. */
function forged(forge: (grant: Grant, world: AllowedWorld) => unknown, check: 'recheck' | 'require' = 'recheck') {
  return (world: AllowedWorld) => {
    const grant = forge(world.ask(world.voiceId), world) as Grant;
    return check === 'recheck' ? world.consent.recheck(grant) : requireGrant(grant);
  };
}

function released(grant: Grant, { consent }: AllowedWorld): Grant {
  consent.release(grant);
  return grant;
}

const reEnrol = ({ consent, voiceId }: AllowedWorld) =>
  consent.enrol({ owner: ada, placeId: home, notice, verification, voice: { again: voiceId } });

const block = ({ consent, voiceId }: AllowedWorld) => consent.block({ voiceId }, home, mod);
const freeze = ({ consent, voiceId }: AllowedWorld) => consent.freeze(voiceId, home, mod, 'r-1');

async function inTurn(world: AllowedWorld, ...steps: ((world: AllowedWorld) => unknown)[]): Promise<void> {
  for (const step of steps) await step(world);
}

export const grantAbuse = [
  ...inAllowedWorld([
    ['a permission that has just run out', 'consent-expired', asking(w => w.time.advance(30 * dayMs))],
    [
      'a permission that ran out, after the clock was set back',
      'consent-expired',
      asking(w =>
        inTurn(
          w,
          v => v.time.advance(30 * dayMs),
          v => v.ask(v.voiceId, { person: ada }),
          v => v.time.advance(-dayMs),
        ),
      ),
    ],
    ['a grant of a permission that has run out', 'consent-expired', held(w => w.time.advance(30 * dayMs))],
    [
      'a grant of a permission that has run out, without asking the gate',
      'consent-expired',
      held(w => w.time.advance(30 * dayMs), 'require'),
    ],
    ['a voice that was not re-confirmed within the year', 'consent-reconfirm', asking(w => w.time.advance(365 * dayMs), ada)],
    ['saying after the voice was revoked', 'consent-revoked', asking(w => w.consent.revoke(w.voiceId, ada))],
    ['the owner’s own saying after the voice was revoked', 'consent-revoked', asking(w => w.consent.revoke(w.voiceId, ada), ada)],
    ['saying in the moment of the revocation', 'consent-revoked', asking(w => void w.consent.revoke(w.voiceId, ada))],
    ['a job that was accepted before the voice was revoked', 'consent-revoked', held(w => w.consent.revoke(w.voiceId, ada))],
    ['a job that runs while the voice is revoked', 'consent-revoked', held(w => w.consent.revoke(w.voiceId, ada), 'require')],
    ['a job that starts in the moment of the revocation', 'consent-revoked', held(w => void w.consent.revoke(w.voiceId, ada))],
    ['a job whose permission was ended', 'consent-revoked', held(w => w.consent.end(w.voiceId, ada, w.rule.ruleId))],
    ['a job whose permission was narrowed to live speech', 'consent-form', held(w => w.allow(w.voiceId, { forms: ['live'] }))],
    [
      'a role whose permission was ended',
      'consent-revoked',
      async w => {
        const rule = await allowRole(w, '9');
        await w.consent.end(w.voiceId, ada, rule.ruleId);
        return w.ask(w.voiceId, { person: eve, roles: ['9'] });
      },
    ],
    [
      'what everyone was allowed and is no more',
      'consent-revoked',
      async w => {
        const rule = await allowEveryone(w);
        await w.consent.end(w.voiceId, ada, rule.ruleId);
        return w.ask(w.voiceId, { person: eve });
      },
    ],
    [
      'bringing a revoked voice back by enrolling again',
      'consent-revoked',
      w => inTurn(w, v => v.consent.revoke(v.voiceId, ada), reEnrol),
    ],
    [
      'bringing a revoked voice back by confirming it',
      'consent-revoked',
      w =>
        inTurn(
          w,
          v => v.consent.revoke(v.voiceId, ada),
          v => v.consent.reconfirm(v.voiceId, ada, notice),
        ),
    ],
    [
      'allowing a revoked voice',
      'consent-revoked',
      w =>
        inTurn(
          w,
          v => v.consent.revoke(v.voiceId, ada),
          v => v.allow(v.voiceId),
        ),
    ],
    ['a blocked voice', 'voice-blocked', asking(block)],
    ['a blocked voice, by its owner', 'voice-blocked', asking(block, ada)],
    ['shaking a block off by enrolling again', 'voice-blocked', asking(w => inTurn(w, block, reEnrol), ada)],
    ['shaking a block off by allowing anew', 'voice-blocked', asking(w => inTurn(w, block, v => v.allow(v.voiceId)))],
    ['a job that was accepted before the voice was blocked', 'voice-blocked', held(block)],
    ['a blocked person', 'person-blocked', asking(w => w.consent.block({ personId: ben }, home, mod))],
    [
      'a blocked person with a voice of their own',
      'person-blocked',
      asking(w => w.consent.block({ personId: ada }, home, mod), ada),
    ],
    [
      'a blocked person where everyone is allowed',
      'person-blocked',
      asking(w => inTurn(w, allowEveryone, v => v.consent.block({ personId: eve }, home, mod)), eve),
    ],
    [
      'a blocked person whom the owner allows again',
      'person-blocked',
      asking(w =>
        inTurn(
          w,
          v => v.consent.block({ personId: ben }, home, mod),
          v => v.allow(v.voiceId),
        ),
      ),
    ],
    ['a frozen voice', 'voice-frozen', asking(freeze)],
    [
      'thawing a voice by confirming it',
      'voice-frozen',
      asking(w => inTurn(w, freeze, v => v.consent.reconfirm(v.voiceId, ada, notice)), ada),
    ],
    [
      'thawing a voice by unblocking it',
      'voice-frozen',
      asking(w => inTurn(w, freeze, v => v.consent.unblock({ voiceId: v.voiceId }, home, mod)), ada),
    ],
    ['a voice that the operator stopped', 'voice-stopped', asking(w => w.consent.stop({ voiceId: w.voiceId }, operator), ada)],
    [
      'waking a stopped voice by enrolling again',
      'voice-stopped',
      asking(w => inTurn(w, v => v.consent.stop({ voiceId: v.voiceId }, operator), reEnrol), ada),
    ],
    ['a place that the operator stopped', 'place-stopped', asking(w => w.consent.stop({ placeId: home }, operator))],
    [
      'waking a stopped place by inviting the bot again',
      'place-stopped',
      asking(w =>
        inTurn(
          w,
          v => v.consent.stop({ placeId: home }, operator),
          v => v.consent.placeLeft(home),
          v => v.consent.placeJoined(home),
        ),
      ),
    ],
    ['an instance that the operator stopped', 'instance-stopped', asking(w => w.consent.stop('instance', operator))],
    [
      'an owner alone with a stopped instance',
      'instance-stopped',
      async w => {
        await w.consent.stop('instance', operator);
        return w.ask(w.voiceId, { person: ada, place: 'console:dm/ada' });
      },
    ],
    ['a job in a place that the bot has left', 'place-left', held(w => w.consent.placeLeft(home))],
    [
      'an old permission where the bot is invited again after a month',
      'consent-revoked',
      asking(w =>
        inTurn(
          w,
          v => v.allow(v.voiceId, { days: 300 }),
          v => v.consent.placeLeft(home),
          v => v.time.advance(31 * dayMs),
          v => v.consent.placeJoined(home),
        ),
      ),
    ],
    [
      'an old permission in a place that was forgotten',
      'voice-unknown',
      asking(w =>
        inTurn(
          w,
          v => v.consent.placeLeft(home),
          v => v.consent.forgetPlace(home),
          v => v.consent.placeJoined(home),
        ),
      ),
    ],
    ['an old permission of somebody who was forgotten', 'voice-unknown', asking(w => w.consent.forget(ben, 0))],
    [
      'a running job of somebody who was forgotten',
      'person-forgotten',
      held(w => inTurn(w, allowEveryone, v => v.consent.forget(ben, 0))),
    ],
    ['the voice of an owner who was forgotten', 'consent-revoked', asking(w => w.consent.forget(ada, 0))],
    [
      'a grant that is written down',
      'grant-invalid',
      forged(() => ({ voiceId: 'v', personId: ben, placeId: home, form: 'note', revoked: new AbortController().signal })),
    ],
    ['a copy of a grant', 'grant-invalid', forged(grant => ({ ...grant }))],
    [
      'a copy of a grant for another place',
      'grant-invalid',
      forged(grant => ({ ...grant, placeId: 'console:group/work' }), 'require'),
    ],
    ['a grant from JSON', 'grant-invalid', forged(grant => JSON.parse(JSON.stringify(grant)), 'require')],
    ['something that inherits from a grant', 'grant-invalid', forged(grant => Object.create(grant, { form: { value: 'live' } }))],
    [
      'a proxy in front of a grant',
      'grant-invalid',
      forged(
        grant => new Proxy(grant, { get: (target, key) => (key === 'form' ? 'live' : Reflect.get(target, key)) }),
        'require',
      ),
    ],
    ['no grant', 'grant-invalid', forged(() => undefined)],
    ['a grant that was released', 'grant-invalid', forged(released)],
    ['a grant that was released, without asking the gate', 'grant-invalid', forged(released, 'require')],
    [
      'a grant of another instance',
      'grant-invalid',
      async w => {
        const other = await createAllowedWorld();
        return w.consent.recheck(other.ask(other.voiceId));
      },
    ],
    ['a job for a bot that is stopping', 'shutting-down', asking(w => w.consent.close())],
  ]),
  {
    what: 'a clock that is set back while the bot is down, on a permission that had run out',
    code: 'consent-expired',
    async attempt() {
      const { consent, time, voiceId, open } = await createAllowedWorld();
      time.advance(30 * dayMs);
      await consent.placeLeft('console:group/any');
      consent.close();
      time.advance(-20 * dayMs);
      return (await open()).grant(question(voiceId));
    },
  },
  {
    what: 'asking a second process right after the revocation in the first',
    code: 'consent-revoked',
    async attempt() {
      const { consent, voiceId, open } = await createAllowedWorld();
      const other = await open();
      await consent.revoke(voiceId, ada);
      return other.grant(question(voiceId));
    },
  },
  {
    what: 'saying after a revocation that a full disk kept from being written',
    code: 'consent-revoked',
    async attempt() {
      let full = false;
      const { consent, voiceId, ask } = await createAllowedWorld({
        wrap: ledger =>
          interceptedLedger(ledger, () => {
            if (full) throw new Refusal('ledger-full', 'The disk is full.');
          }),
      });
      full = true;
      await consent.revoke(voiceId, ada).catch(() => undefined);
      return ask(voiceId);
    },
  },
];
