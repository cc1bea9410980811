import type { SteadyClock } from './clock.ts';
import type { Consent, Permission, StandingRule, VoiceStatus } from './consent.ts';
import { consentDefaults, dayMs } from './consent-defaults.ts';
import { reconfirmByMs } from './decide.ts';
import type { PlaceId } from './identity.ts';
import { type Names, roleNamesOf } from './names.ts';
import { ownedVoice } from './owner-decisions.ts';
import type { RuleFacts, VoiceFacts } from './projection.ts';
import type { ConsentRecord } from './record.ts';

/** Views: what is so now, in names. */
export function createViews(record: ConsentRecord, clock: SteadyClock): Pick<Consent, 'status' | 'voicesOf' | 'rules' | 'due'> {
  const { state, names } = record;

  function stateOf(voice: VoiceFacts): VoiceStatus['state'] {
    if (voice.revoked) return 'revoked';
    if (voice.stopped) return 'stopped';
    return clock.nowMs() >= reconfirmByMs(voice) ? 'reconfirm' : 'standing';
  }

  return {
    status(voiceId) {
      const voice = state.voices.get(voiceId);
      return (
        voice && {
          voiceId,
          owner: names.nameOf(voice.owner),
          state: stateOf(voice),
          generation: voice.generation,
          enrolledAtMs: voice.enrolledAtMs,
          reconfirmByMs: reconfirmByMs(voice),
        }
      );
    },
    voicesOf(owner) {
      const voices = state.voicesOf.get(names.tokenOf(owner) ?? '') ?? [];
      return [...voices].filter(voiceId => !state.voices.get(voiceId)!.revoked);
    },
    rules(voiceId, owner) {
      const nowMs = clock.nowMs();
      const rules = [...ownedVoice(record, voiceId, owner).rules.values()];
      return rules.flatMap(rule => namedRule(names, rule, nowMs) ?? []);
    },
    due() {
      const nowMs = clock.nowMs();
      const unusedMs = (consentDefaults.unusedDays + consentDefaults.usedMarkDays) * dayMs;
      const isUnused = (voice: VoiceFacts) => !voice.revoked && nowMs - Math.max(voice.usedAtMs, voice.confirmedAtMs) >= unusedMs;
      const leftMs = consentDefaults.leftPlaceDays * dayMs;
      const isLeft = (leftAtMs: number | undefined) => leftAtMs !== undefined && nowMs - leftAtMs >= leftMs;
      return {
        unused: [...state.voices.values()].filter(isUnused).map(voice => voice.voiceId),
        placesLeft: [...state.places].flatMap(([token, place]) => (isLeft(place.leftAtMs) ? (names.nameOf(token) ?? []) : [])),
      };
    },
  };
}

/** undefined where somebody or somewhere is forgotten: then it is for nobody. */
export function namedRule(names: Names, rule: RuleFacts, nowMs: number): StandingRule | undefined {
  const placeId = names.nameOf(rule.place);
  const audience = placeId === undefined ? undefined : namedAudience(names, rule, placeId);
  if (placeId === undefined || audience === undefined) return undefined;
  const { rule: ruleId, forms, untilMs } = rule;
  return { ruleId, audience, placeId, forms, untilMs, expired: untilMs <= nowMs };
}

function namedAudience(names: Names, { audience }: RuleFacts, placeId: PlaceId): Permission['audience'] | undefined {
  if (audience.kind === 'everyone') return audience;
  if (audience.kind === 'person') {
    const personId = names.nameOf(audience.person);
    return personId === undefined ? undefined : { kind: 'person', personId };
  }
  const role = names.nameOf(audience.role);
  return role === undefined ? undefined : { kind: 'role', roleId: role.slice(roleNamesOf(placeId).length) };
}
