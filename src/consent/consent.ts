import type { Verification } from './events.ts';
import type { Gate } from './gate.ts';
import type { Form, PersonId, PlaceId, VoiceId } from './identity.ts';
import type { Use } from './ledger.ts';

/**
 * Consent: what owners, admins and operators decide, and what follows from it. Each change is durable, and in force for every later
 * decision and every Grant already given, when its promise resolves. Speaks of persons and places by their names; tokens stay inside.
 */
export interface Consent extends Gate {
  enrol(enrolment: Enrolment): Promise<VoiceId>;
  /** Owner only, like everything below that takes `owner`: anybody else is refused with 'voice-unknown'. */
  reconfirm(voiceId: VoiceId, owner: PersonId, notice: Notice): Promise<void>;
  /** Destroys the key first, in the transaction of the event; resolves with the receipt. */
  revoke(voiceId: VoiceId, owner: PersonId, reason?: 'owner' | 'forgotten' | 'unused' | 'operator'): Promise<Receipt>;
  /** Replaces what the same audience was allowed in the same place. Refuses with the 'permission-*' codes of permission.ts. */
  allow(voiceId: VoiceId, owner: PersonId, permission: Permission): Promise<StandingRule>;
  end(voiceId: VoiceId, owner: PersonId, ruleId: string): Promise<void>;

  /** For admins of the place and operators; who is one, the caller has checked. */
  block(what: BlockTarget, placeId: PlaceId, by: PersonId): Promise<void>;
  unblock(what: BlockTarget, placeId: PlaceId, by: PersonId): Promise<void>;
  freeze(voiceId: VoiceId, placeId: PlaceId, by: PersonId, report: string): Promise<void>;
  unfreeze(voiceId: VoiceId, placeId: PlaceId, by: PersonId): Promise<void>;
  stop(what: StopTarget, by: PersonId): Promise<void>;
  resume(what: StopTarget, by: PersonId): Promise<void>;
  placeLeft(placeId: PlaceId): Promise<void>;
  placeJoined(placeId: PlaceId): Promise<void>;
  /** A place that the bot left (`due`): ends every rule there and erases its names. Nothing happens where the bot is again. */
  forgetPlace(placeId: PlaceId): Promise<void>;

  status(voiceId: VoiceId): VoiceStatus | undefined;
  voicesOf(owner: PersonId): readonly VoiceId[];
  rules(voiceId: VoiceId, owner: PersonId): readonly StandingRule[];
  uses(voiceId: VoiceId, owner: PersonId, options: { readonly limit: number }): Promise<readonly NamedUse[]>;
  recordUse(use: NamedUse): Promise<void>;
  /** Where a file comes from that was handed out within the last 90 days. */
  useOfAudio(audioHash: string): Promise<NamedUse | undefined>;
  /** What carries this mark and was handed out within the last 90 days, newest first. */
  usesOfMark(mark: string): Promise<readonly NamedUse[]>;
  /** Revokes every voice, ends what others allowed to this person, erases the name behind the token. Runs after the stores were erased. */
  forget(personId: PersonId, entries: number): Promise<Receipt>;
  /** Everything the ledger knows of a person, in plain words and JSON, for /export. */
  export(personId: PersonId): Promise<unknown>;

  /** What is due: voices to be re-confirmed, unused for 12 months, places left 30 days ago. */
  due(): { readonly unused: readonly VoiceId[]; readonly placesLeft: readonly PlaceId[] };
  /** Voices that end, wherever that was decided: for caches, players and blobs. */
  onRevoked(listener: (voiceId: VoiceId) => void): () => void;
}

export interface Notice {
  readonly version: string;
  /** SHA-256 of the text that the person saw, hex. */
  readonly hash: string;
}

export interface Enrolment {
  readonly owner: PersonId;
  readonly placeId: PlaceId;
  readonly notice: Notice;
  readonly verification: Verification;
  /** Of the new voice, wrapped by the master key; or, for a re-enrolment, the voice whose key stays. */
  readonly voice: { readonly voiceId: VoiceId; readonly wrappedKey: Uint8Array } | { readonly again: VoiceId };
}

export interface Permission {
  readonly audience:
    | { readonly kind: 'person'; readonly personId: PersonId }
    | { readonly kind: 'role'; readonly roleId: string }
    | { readonly kind: 'everyone' };
  readonly placeId: PlaceId;
  readonly forms: readonly Form[];
  /** Left out: {@link consentDefaults}.grantDays from now. */
  readonly untilMs?: number;
}

export interface StandingRule extends Required<Permission> {
  readonly ruleId: string;
  /** Whether it is over by now. */
  readonly expired: boolean;
}

export type BlockTarget = { readonly voiceId: VoiceId } | { readonly personId: PersonId };
export type StopTarget = { readonly voiceId: VoiceId } | { readonly placeId: PlaceId } | 'instance';

export interface VoiceStatus {
  readonly voiceId: VoiceId;
  /** undefined: the owner is forgotten. */
  readonly owner: PersonId | undefined;
  readonly state: 'standing' | 'reconfirm' | 'stopped' | 'revoked';
  /** Grows with each re-enrolment; part of every cache key. */
  readonly generation: number;
  readonly enrolledAtMs: number;
  readonly reconfirmByMs: number;
}

export interface Receipt {
  readonly voices: readonly VoiceId[];
  /** Hash of the ledger's last event. */
  readonly hash: string;
  readonly atMs: number;
}

export type NamedUse = Omit<Use, 'requester' | 'place'> & {
  /** undefined: somebody, somewhere that is forgotten. */
  readonly requester: PersonId | undefined;
  readonly placeId: PlaceId | undefined;
};

export { consentDefaults } from './consent-defaults.ts';
