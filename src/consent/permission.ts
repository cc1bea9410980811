import { Refusal } from '../errors.ts';
import type { Permission } from './consent.ts';
import { consentDefaults, dayMs } from './consent-defaults.ts';
import type { Rule } from './events.ts';
import { forms, isPrivatePlace, type PersonId, privatePlaceOf } from './identity.ts';
import { roleName } from './names.ts';
import { audienceKey, type VoiceFacts } from './projection.ts';
import type { Change, ConsentRecord } from './record.ts';

/** Whether an owner can allow this, with its end filled in and each form once. */
export function checkedPermission(permission: Permission, owner: PersonId, nowMs: number): Required<Permission> {
  const { audience, placeId } = permission;
  const chosen = forms.filter(form => permission.forms.includes(form));
  if (chosen.length === 0 || permission.forms.some(form => !forms.includes(form))) {
    const allowed = forms.join(', ');
    throw new Refusal('permission-forms', `Say for which ways of speaking this holds: one or more of ${allowed}.`, {
      values: { allowed },
    });
  }
  if (audience.kind === 'person' && audience.personId === owner) {
    throw new Refusal('permission-self', 'You may always use your own voice. Name somebody else.');
  }
  if (isPrivatePlace(placeId) && !(audience.kind === 'person' && privatePlaceOf(audience.personId) === placeId)) {
    throw new Refusal(
      'permission-private',
      'In a private conversation there is nobody to allow a voice to. Do this in the server or group where it is to be used.',
      { values: { audience: audience.kind } },
    );
  }
  return { audience, placeId, forms: chosen, untilMs: checkedEnd(permission.untilMs, nowMs) };
}

function checkedEnd(untilMs: number | undefined, nowMs: number): number {
  const { grantDays, longestGrantDays: days } = consentDefaults;
  if (untilMs === undefined) return nowMs + grantDays * dayMs;
  if (!(Math.floor(untilMs) > nowMs)) {
    throw new Refusal('permission-past', `A permission has to end in the future, at most ${days} days from now.`, {
      values: { days },
    });
  }
  if (untilMs > nowMs + days * dayMs) {
    throw new Refusal('permission-too-long', `A permission can hold for at most ${days} days; it can be given again then.`, {
      values: { days },
    });
  }
  return Math.floor(untilMs);
}

/** The same, in tokens. */
export async function ruleOf(record: ConsentRecord, ruleId: string, permission: Required<Permission>): Promise<Rule> {
  const { audience, placeId, forms, untilMs } = permission;
  const place = await record.token(placeId);
  const base = { rule: ruleId, place, forms, untilMs };
  if (audience.kind === 'everyone') return { ...base, audience };
  if (audience.kind === 'person') {
    return { ...base, audience: { kind: 'person', person: await record.token(audience.personId) } };
  }
  return { ...base, audience: { kind: 'role', role: await record.token(roleName(placeId, audience.roleId)) } };
}

/**
 * The events of a new rule. It comes before the end of the one that it replaces, so that whoever may go on by the new one is not
 * interrupted for a moment. Rules that have expired make room when there are too many.
 */
export function ruleChange(voice: VoiceFacts, rule: Rule, nowMs: number): Change {
  const others = [...voice.rules.values()];
  const replaced = others.filter(other => audienceKey(other) === audienceKey(rule));
  const full = others.length - replaced.length >= consentDefaults.rulesPerVoice;
  const expired = full ? others.filter(other => other.untilMs <= nowMs && !replaced.includes(other)) : [];
  const { rulesPerVoice: maximum } = consentDefaults;
  if (others.length - replaced.length - expired.length >= maximum) {
    throw new Refusal(
      'permission-too-many',
      `A voice can have at most ${maximum} permissions. End one that is not needed first.`,
      {
        values: { maximum },
      },
    );
  }
  return {
    events: [
      { kind: 'rule-allowed', body: rule },
      ...replaced.map(other => ({ kind: 'rule-ended', body: { rule: other.rule, reason: 'replaced' } }) as const),
      ...expired.map(other => ({ kind: 'rule-ended', body: { rule: other.rule, reason: 'expired' } }) as const),
    ],
  };
}
