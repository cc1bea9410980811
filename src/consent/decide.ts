import { consentDefaults, dayMs } from './consent-defaults.ts';
import type { Token } from './events.ts';
import type { Form, VoiceId } from './identity.ts';
import { audienceKey, type Projection, type RuleFacts, type VoiceFacts } from './projection.ts';

/** Who asks for what, in tokens. Somebody or somewhere without a token was never named by anybody. */
export interface TokenQuestion {
  readonly voiceId: VoiceId;
  readonly person: Token | undefined;
  readonly place: Token | undefined;
  readonly roles: readonly Token[];
  readonly form: Form;
}

export type GateCode =
  | 'voice-unknown'
  | 'consent-revoked'
  | 'consent-expired'
  | 'consent-form'
  | 'consent-reconfirm'
  | 'voice-blocked'
  | 'voice-frozen'
  | 'person-blocked'
  | 'voice-stopped'
  | 'place-stopped'
  | 'place-left'
  | 'instance-stopped';

export type Decision =
  /** As things stand it holds before `untilMs`, and no longer. */
  | { readonly allowed: true; readonly untilMs: number }
  | { readonly allowed: false; readonly code: GateCode; readonly isOwner: boolean; readonly forms?: readonly Form[] };

/**
 * The rule of the house: may this voice speak here, for this person, now? First what the owner allowed, then what operators and admins
 * forbid, last whether the owner must re-confirm. Somebody whom no rule ever named is told the same as for a voice that never was.
 */
export function decide(state: Projection, question: TokenQuestion, nowMs: number): Decision {
  const voice = state.voices.get(question.voiceId);
  if (!voice) return strangerRefused;
  const isOwner = question.person === voice.owner;
  const refuse = (code: GateCode): Decision => ({ allowed: false, code, isOwner });
  const rules = isOwner ? [] : rulesFor(voice, question);
  if (!isOwner && rules.length === 0 && !wasAllowed(voice, question)) return strangerRefused;
  if (voice.revoked || state.forgotten.has(voice.owner)) return refuse('consent-revoked');

  let untilMs = reconfirmByMs(voice);
  if (!isOwner) {
    const kept = rules.filter(rule => !isVoid(state, rule));
    if (kept.length === 0) return refuse('consent-revoked');
    const standing = kept.filter(rule => nowMs < rule.untilMs);
    if (standing.length === 0) return refuse('consent-expired');
    const fitting = standing.filter(rule => rule.forms.includes(question.form));
    if (fitting.length === 0)
      return { allowed: false, code: 'consent-form', isOwner, forms: standing.flatMap(rule => rule.forms) };
    untilMs = Math.min(untilMs, Math.max(...fitting.map(rule => rule.untilMs)));
  }

  const forbidden = forbiddenBy(state, voice, question);
  if (forbidden) return refuse(forbidden);
  if (nowMs >= reconfirmByMs(voice)) return refuse('consent-reconfirm');
  return { allowed: true, untilMs };
}

const strangerRefused: Decision = { allowed: false, code: 'voice-unknown', isOwner: false };

/** When the owner's consent has to be renewed. */
export function reconfirmByMs(voice: VoiceFacts): number {
  return voice.confirmedAtMs + consentDefaults.reconfirmDays * dayMs;
}

/** Rules of this place that nobody ended and whose audience the asker belongs to. */
function rulesFor(voice: VoiceFacts, { person, place, roles }: TokenQuestion): RuleFacts[] {
  const found: RuleFacts[] = [];
  for (const rule of voice.rules.values()) {
    if (rule.place !== place) continue;
    const { audience } = rule;
    if (audience.kind === 'everyone') found.push(rule);
    else if (audience.kind === 'person' ? audience.person === person : roles.includes(audience.role)) found.push(rule);
  }
  return found;
}

function wasAllowed({ allowedBefore }: VoiceFacts, { person, place, roles }: TokenQuestion): boolean {
  if (place === undefined || allowedBefore.size === 0) return false;
  return (
    allowedBefore.has(audienceKey({ place, audience: { kind: 'everyone' } })) ||
    (person !== undefined && allowedBefore.has(audienceKey({ place, audience: { kind: 'person', person } }))) ||
    roles.some(role => allowedBefore.has(audienceKey({ place, audience: { kind: 'role', role } })))
  );
}

/** A rule from before the bot was away for so long that everything of the place was given up. */
function isVoid(state: Projection, rule: RuleFacts): boolean {
  return rule.position <= (state.places.get(rule.place)?.emptiedAtPosition ?? 0);
}

/** What operators and admins have forbidden: the widest first. The owner's consent does not outweigh it. */
function forbiddenBy(state: Projection, voice: VoiceFacts, { person, place }: TokenQuestion): GateCode | undefined {
  if (state.instanceStopped) return 'instance-stopped';
  if (voice.stopped) return 'voice-stopped';
  if (place === undefined) return undefined;
  const facts = state.places.get(place);
  if (facts?.stopped) return 'place-stopped';
  if (facts?.leftAtMs !== undefined) return 'place-left';
  if (voice.blockedIn.has(place)) return 'voice-blocked';
  if (voice.frozenIn.has(place)) return 'voice-frozen';
  if (person !== undefined && facts?.blockedPersons.has(person)) return 'person-blocked';
  return undefined;
}
