import type { PersonId, PlaceId, VoiceId } from './identity.ts';

/**
 * Challenge: a sentence that nobody can have recorded before, to be read in a voice message by the person whose voice it is. Single use,
 * bound to person and place, expires; words are drawn without repeats and share none with the person's earlier ones of that day.
 */
export interface Challenge {
  readonly id: string;
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  readonly purpose: ChallengePurpose;
  /** The fixed part: names the bot, the wish and the date. English: that is what the embedded verifier reads. */
  readonly statement: string;
  readonly words: readonly string[];
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

export type ChallengePurpose =
  | { readonly kind: 'enrol'; readonly name: string; readonly language: string }
  | { readonly kind: 'again'; readonly voiceId: VoiceId }
  | { readonly kind: 'reconfirm'; readonly voiceId: VoiceId };

/** Refuses with 'challenge-tries', 'challenge-missing', 'challenge-expired', 'challenge-elsewhere', 'challenge-too-early'. */
export interface Challenges {
  /** A new one replaces the person's open one. */
  issue(personId: PersonId, placeId: PlaceId, purpose: ChallengePurpose): Promise<Challenge>;
  /** The open one, if a recording sent at `sentAtMs` in this place may answer it. It can be taken once, whatever comes of it. */
  take(personId: PersonId, placeId: PlaceId, sentAtMs: number): Promise<Challenge>;
}

export const challengeDefaults = { words: 4, lifetimeMinutes: 5, triesPerDay: 3 } as const;
