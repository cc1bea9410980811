/** Abuse: deciding over a voice that is somebody else's, and permissions that nobody can give. */
import type { Permission } from '../../../src/consent/consent.ts';
import { dayMs } from '../../support/manual-time.ts';
import { ada, ben, eve, home, mod, notice, operator, verification } from '../world.ts';
import { type AllowedWorld, inAllowedWorld } from './rows.ts';

const forBen: Permission = { audience: { kind: 'person', personId: ben }, placeId: home, forms: ['note'] };
const privately = 'console:dm/ada';

const allow =
  (change: Partial<Permission>, owner = ada) =>
  ({ consent, voiceId }: AllowedWorld) =>
    consent.allow(voiceId, owner, { ...forBen, ...change });

export const ownerAbuse = inAllowedWorld([
  ['a stranger allows themselves', 'voice-unknown', allow({ audience: { kind: 'person', personId: eve } }, eve)],
  ['a friend prolongs their own permission', 'voice-unknown', allow({}, ben)],
  ['a friend passes the permission on', 'voice-unknown', allow({ audience: { kind: 'person', personId: eve } }, ben)],
  ['an admin allows everyone', 'voice-unknown', allow({ audience: { kind: 'everyone' } }, mod)],
  ['an operator allows everyone', 'voice-unknown', allow({ audience: { kind: 'everyone' } }, operator)],
  ['a friend ends the permission', 'voice-unknown', w => w.consent.end(w.voiceId, ben, w.rule.ruleId)],
  ['an admin ends the permission', 'voice-unknown', w => w.consent.end(w.voiceId, mod, w.rule.ruleId)],
  ['a friend revokes the voice', 'voice-unknown', w => w.consent.revoke(w.voiceId, ben)],
  ['an admin revokes the voice', 'voice-unknown', w => w.consent.revoke(w.voiceId, mod)],
  ['a friend confirms the voice', 'voice-unknown', w => w.consent.reconfirm(w.voiceId, ben, notice)],
  ['a friend reads who used the voice', 'voice-unknown', w => w.consent.uses(w.voiceId, ben, { limit: 9 })],
  ['an admin reads who used the voice', 'voice-unknown', w => w.consent.uses(w.voiceId, mod, { limit: 9 })],
  ['a friend reads who else is allowed', 'voice-unknown', w => w.consent.rules(w.voiceId, ben)],
  [
    'somebody enrols over another one’s voice',
    'voice-unknown',
    w => w.consent.enrol({ owner: eve, placeId: home, notice, verification, voice: { again: w.voiceId } }),
  ],
  [
    'somebody enrols over a voice that never was',
    'voice-unknown',
    w => w.consent.enrol({ owner: eve, placeId: home, notice, verification, voice: { again: '0'.repeat(26) } }),
  ],
  [
    'somebody with the name of a forgotten owner allows their voice',
    'voice-unknown',
    async w => {
      await w.consent.forget(ada, 0);
      return allow({})(w);
    },
  ],
  ['the end of a permission of another voice', 'rule-unknown', async w => w.consent.end(await w.enrol(), ada, w.rule.ruleId)],
  ['the end of a permission by a made-up id', 'rule-unknown', w => w.consent.end(w.voiceId, ada, '__proto__')],
  ['an admin blocks a voice that never was', 'voice-unknown', w => w.consent.block({ voiceId: '0'.repeat(26) }, home, mod)],
  ['a permission without an end', 'permission-too-long', allow({ untilMs: Number.POSITIVE_INFINITY })],
  ['a permission for more than a year', 'permission-too-long', w => allow({ untilMs: w.time.now() + 366 * dayMs })(w)],
  ['a permission until no time', 'permission-past', allow({ untilMs: Number.NaN })],
  ['a permission that began and ended long ago', 'permission-past', allow({ untilMs: -1 })],
  ['a permission for oneself, to outlast a block', 'permission-self', allow({ audience: { kind: 'person', personId: ada } })],
  ['everyone in a private conversation', 'permission-private', allow({ audience: { kind: 'everyone' }, placeId: privately })],
  [
    'a role in a private conversation',
    'permission-private',
    allow({ audience: { kind: 'role', roleId: '1' }, placeId: privately }),
  ],
  ['a friend in a private conversation', 'permission-private', allow({ placeId: privately })],
  ['a permission for nothing', 'permission-forms', allow({ forms: [] })],
  ['a permission for a way of speaking that there is not', 'permission-forms', allow({ forms: ['note', 'all' as 'note'] })],
  [
    'a flood of permissions',
    'permission-too-many',
    async w => {
      for (let number = 0; number < 200; number++) await w.allow(w.voiceId, { person: `console:friend-${number}` });
    },
  ],
  [
    'a flood of voices',
    'voices-too-many',
    async w => {
      for (let number = 0; number < 20; number++) await w.enrol();
    },
  ],
]);
