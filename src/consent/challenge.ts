import type { PersonId, PlaceId, VoiceId } from './identity.ts';

/**
 * Challenge: a sentence that nobody can have recorded before, to be read in a voice message by the person whose voice it is. Single use,
 * bound to person and place, expires; words are drawn without repeats and share none with those that the person was given lately.
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
  /**
   * A new one replaces the person's open one. Every one that is issued is a try, read or not: else somebody could ask on until the words
   * are ones that they have recordings of.
   */
  issue(personId: PersonId, placeId: PlaceId, purpose: ChallengePurpose): Promise<Challenge>;
  /**
   * The open one, if a recording sent at `sentAtMs` in this place may answer it. It can be taken once, whatever comes of it; who is refused
   * for the place or for an older recording can still answer it.
   */
  take(personId: PersonId, placeId: PlaceId, sentAtMs: number): Promise<Challenge>;
}

export const challengeDefaults = {
  words: 4,
  lifetimeMinutes: 5,
  /** Within any 24 hours. */
  triesPerDay: 3,
  /** How long the words of a challenge are not drawn again for the same person ... */
  rememberedDays: 30,
  /** ... and of how many challenges: 120 words, so that more than half of the list is left to draw from. */
  rememberedChallenges: 30,
} as const;
