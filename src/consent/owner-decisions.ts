import { Refusal } from '../errors.ts';
import type { SteadyClock } from './clock.ts';
import type { Consent, Enrolment } from './consent.ts';
import { consentDefaults } from './consent-defaults.ts';
import type { EndVoice } from './ending.ts';
import type { NewEvent } from './events.ts';
import type { PersonId, VoiceId } from './identity.ts';
import { checkedPermission, ruleChange, ruleOf } from './permission.ts';
import { type VoiceFacts, voiceStream } from './projection.ts';
import { randomId } from './random-id.ts';
import type { ConsentRecord } from './record.ts';
import { voiceEnded, voiceUnknown } from './refusals.ts';
import { requireEnrolment, requireNotice } from './wording.ts';

export interface DecisionParts {
  readonly record: ConsentRecord;
  readonly clock: SteadyClock;
  readonly endVoice: EndVoice;
}

/** A voice of this person, standing or not; for anybody else it does not exist. */
export function ownedVoice({ state, names }: ConsentRecord, voiceId: VoiceId, owner: PersonId): VoiceFacts {
  const voice = state.voices.get(voiceId);
  if (!voice || voice.owner !== names.tokenOf(owner)) throw voiceUnknown();
  return voice;
}

function standingVoice(record: ConsentRecord, voiceId: VoiceId, owner: PersonId): VoiceFacts {
  const voice = ownedVoice(record, voiceId, owner);
  if (voice.revoked) throw voiceEnded();
  return voice;
}

/** OwnerDecisions: what only the person behind a voice decides. */
export function createOwnerDecisions({
  record,
  clock,
  endVoice,
}: DecisionParts): Pick<Consent, 'enrol' | 'reconfirm' | 'revoke' | 'allow' | 'end'> {
  const { state } = record;

  async function enrol({ owner, placeId, notice, verification, voice }: Enrolment): Promise<VoiceId> {
    requireEnrolment({ notice, verification, voice });
    const voiceId = 'again' in voice ? voice.again : voice.voiceId;
    const body = {
      owner: await record.token(owner),
      place: await record.token(placeId),
      notice: { version: notice.version, hash: notice.hash },
      attested: { adult: true, ownVoice: verification.method !== 'designed' },
      verification,
    } as const;
    const events: NewEvent[] = [{ kind: 'voice-enrolled', body }];
    await record.change(voiceStream(voiceId), () => {
      if ('again' in voice) {
        standingVoice(record, voiceId, owner);
        return { events };
      }
      requireRoom(body.owner);
      if (state.voices.has(voiceId)) throw new Error('A new voice was given an id that is taken.');
      return { events, changes: { putKeys: [{ voiceId, wrapped: voice.wrappedKey }] } };
    });
    if (!state.forgotten.has(body.owner)) return voiceId;
    await endVoice(voiceId, 'forgotten');
    throw new Refusal('person-forgotten', 'You asked to be forgotten while this voice was being made, so it was not kept.');
  }

  function requireRoom(owner: string): void {
    const standing = [...(state.voicesOf.get(owner) ?? [])].filter(voiceId => !state.voices.get(voiceId)!.revoked);
    const { voicesPerPerson: maximum } = consentDefaults;
    if (standing.length < maximum) return;
    throw new Refusal('voices-too-many', `You can have at most ${maximum} voices. Delete one that is not needed first.`, {
      values: { maximum },
    });
  }

  return {
    enrol,
    async reconfirm(voiceId, owner, notice) {
      requireNotice(notice);
      const body = { notice: { version: notice.version, hash: notice.hash } };
      await record.change(voiceStream(voiceId), () => {
        standingVoice(record, voiceId, owner);
        return { events: [{ kind: 'voice-reconfirmed', body }] };
      });
    },
    async revoke(voiceId, owner, reason = 'owner') {
      ownedVoice(record, voiceId, owner);
      return endVoice(voiceId, reason);
    },
    async allow(voiceId, owner, permission) {
      standingVoice(record, voiceId, owner);
      const checked = checkedPermission(permission, owner, clock.nowMs());
      const rule = await ruleOf(record, randomId(12), checked);
      await record.change(voiceStream(voiceId), () => {
        const voice = standingVoice(record, voiceId, owner);
        return ruleChange(voice, rule, clock.nowMs());
      });
      return { ...checked, ruleId: rule.rule, expired: false };
    },
    async end(voiceId, owner, ruleId) {
      await record.change(voiceStream(voiceId), () => {
        if (ownedVoice(record, voiceId, owner).rules.has(ruleId)) {
          return { events: [{ kind: 'rule-ended', body: { rule: ruleId, reason: 'owner' } }] };
        }
        throw new Refusal(
          'rule-unknown',
          'This voice has no such permission, or it has ended already. /consent lists those that stand.',
        );
      });
    },
  };
}
