import type { Form } from './identity.ts';

/**
 * Events: everything that decides who may speak with which voice, as facts that are never changed. Bodies are JSON and hold no name, no
 * text and no sound; persons, places and roles appear as tokens (ledger.ts) that mean nothing once their row is erased.
 * Streams: "voice:<id>", "place:<token>", "instance".
 */
export interface EventBodies {
  /** The first of a voice stream. The same kind again is a re-enrolment: the id stays, the consent begins anew. */
  'voice-enrolled': {
    readonly owner: Token;
    readonly place: Token;
    readonly notice: { readonly version: string; readonly hash: string };
    /** `ownVoice` is false for a designed voice only: it is nobody's. */
    readonly attested: { readonly adult: true; readonly ownVoice: boolean };
    /** How it was proven that the owner is speaking. 'designed': a voice of nobody. */
    readonly verification: Verification;
  };
  'voice-reconfirmed': { readonly notice: { readonly version: string; readonly hash: string } };
  /** Final: the key is destroyed in the same transaction. */
  'voice-revoked': { readonly reason: 'owner' | 'forgotten' | 'unused' | 'operator' };
  'rule-allowed': Rule;
  /** 'replaced': by a newer one for the same audience and place, in the same append. 'expired': tidied up long after it was over. */
  'rule-ended': { readonly rule: string; readonly reason: 'owner' | 'replaced' | 'expired' | 'forgotten' };
  /** It was spoken with. At most once in 30 days: what tells an unused voice from a used one when the log of uses is long gone. */
  'voice-used': Record<never, never>;
  /** An admin of a place: this voice does not speak here. */
  'voice-blocked': { readonly place: Token; readonly by: Token };
  'voice-unblocked': { readonly place: Token; readonly by: Token };
  /** After a report: silent in that place until an operator or the owner's appeal ends it. */
  'voice-frozen': { readonly place: Token; readonly by: Token; readonly report: string };
  'voice-unfrozen': { readonly place: Token; readonly by: Token };
  /** An admin of a place: this person makes no voice speak here. */
  'person-blocked': { readonly person: Token; readonly by: Token };
  'person-unblocked': { readonly person: Token; readonly by: Token };
  /** The operator's kill switch. On the stream of the voice, of the place or of the instance, which is what it stops. */
  stopped: { readonly by: Token };
  resumed: { readonly by: Token };
  'place-left': Record<never, never>;
  'place-joined': Record<never, never>;
  /** A place that the bot left long ago. Its names are erased in the same append, for good. */
  'place-forgotten': { readonly tokens: readonly Token[] };
  /** The receipt of an erasure; its hash is given to the person. `tokens`: those whose names are erased in the same append. */
  'person-forgotten': { readonly voices: number; readonly entries: number; readonly tokens: readonly Token[] };
}

/** Of a name (a person, a place, a role): random, 26 characters. See Ledger.tokens. */
export type Token = string;

export interface Verification {
  /** Row of the table of verifiers; 'designed' for a voice of nobody. */
  readonly method: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly thresholds: Readonly<Record<string, number>>;
}

export interface Rule {
  readonly rule: string;
  readonly audience:
    | { readonly kind: 'person'; readonly person: Token }
    | { readonly kind: 'role'; readonly role: Token }
    | { readonly kind: 'everyone' };
  readonly place: Token;
  readonly forms: readonly Form[];
  readonly untilMs: number;
}

export type EventKind = keyof EventBodies;

export type NewEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: { readonly kind: K; readonly body: EventBodies[K] };
}[Kind];

export type LedgerEvent<Kind extends EventKind = EventKind> = NewEvent<Kind> & {
  /** 1, 2, 3 ... over all streams. */
  readonly position: number;
  readonly stream: string;
  /** 1, 2, 3 ... within the stream. */
  readonly version: number;
  /** Never before that of the event before it, whatever the clock does. */
  readonly atMs: number;
  /** SHA-256, hex, over the event and the hash before it. */
  readonly hash: string;
};
