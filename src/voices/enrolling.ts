import type { QualityReport } from '../audio/quality/report.ts';
import type { Challenge, ChallengePurpose } from '../consent/challenge.ts';
import type { Notice } from '../consent/consent.ts';
import type { Verification } from '../consent/events.ts';
import type { PersonId, PlaceId, VoiceId } from '../consent/identity.ts';
import type { Voice } from './voices.ts';

/**
 * Enrolling: from "I want my voice cloned" to a voice: notice and attestation, challenge, verification, replay check, quality, print.
 * Fails closed: whatever goes wrong, no voice exists and nothing of the recording is kept.
 */
export interface Enrolling {
  /** After the person has seen the notice and attested to be 18 and to be speaking. */
  challenge(personId: PersonId, placeId: PlaceId, purpose: ChallengePurpose): Promise<Challenge>;
  /**
   * Refuses with the codes of Challenges.take, 'message-of-another', 'message-forwarded', 'challenge-replayed', 'recording-marked', 'challenge-failed' (with the
   * advice of the verifier), 'reference-refused' (with that of the meters), 'attestation-missing'.
   */
  answer(spoken: SpokenMessage, notice: Notice, signal: AbortSignal): Promise<Enrolled>;
  /** One more recording of a voice that stands. Refuses with 'recording-marked' and 'speaker-differs' as well. */
  add(voiceId: VoiceId, spoken: SpokenMessage, transcript: string | undefined, signal: AbortSignal): Promise<Enrolled>;
}

/** A voice message as a platform delivered it. */
export interface SpokenMessage {
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  /** Who recorded it, as far as the platform knows; anybody but `personId` is refused. */
  readonly authorId: PersonId;
  readonly forwarded: boolean;
  readonly sentAtMs: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Enrolled {
  readonly voice: Voice;
  readonly report: QualityReport & { readonly notes: readonly string[] };
  /** PNG. */
  readonly card: Uint8Array;
}

/** What enrolling asks of the engine process; src/main.ts fits a Studio to it. */
export interface Ear {
  readonly engine: string;
  verify(recording: HeardRecording, challenge: SpokenChallenge, signal: AbortSignal): Promise<Verdict>;
  /** Whether it was spoken by this very program. */
  isMarked(recording: HeardRecording, signal: AbortSignal): Promise<boolean>;
  /** Whether all of them are one speaker, as far as can be told. */
  compare(recordings: readonly HeardRecording[], signal: AbortSignal): Promise<Likeness>;
  clone(recordings: readonly HeardRecording[], signal: AbortSignal): Promise<Cloned>;
  picture(recording: HeardRecording, signal: AbortSignal): Promise<Uint8Array>;
}

export interface HeardRecording {
  readonly source: Uint8Array;
  readonly name: string;
  readonly transcript?: string;
  readonly language: string;
}

export interface SpokenChallenge {
  readonly statement: string;
  readonly words: readonly string[];
  /** The whole list that the words were drawn from. */
  readonly list: readonly string[];
}

export interface Verdict {
  readonly accepted: boolean;
  /** Stable, kebab-case: 'words-differ', 'statement-differs', 'too-noisy', 'too-short', 'no-speech', 'several-speakers', 'marked'. */
  readonly reason?: string;
  /** One sentence for the person. */
  readonly advice?: string;
  readonly verification: Verification;
  /** Perceptual hash, for the replay check (voices/replay.ts). */
  readonly fingerprint: Uint8Array;
}

export interface Likeness {
  readonly alike: boolean;
  readonly score: number;
  readonly threshold: number;
}

export interface Cloned {
  /** As engine/print.ts writes it. */
  readonly print: Uint8Array;
  readonly reports: readonly (QualityReport & { readonly notes: readonly string[] })[];
  /** What is kept of each recording: trimmed, Ogg/Opus. */
  readonly kept: readonly Uint8Array[];
}
