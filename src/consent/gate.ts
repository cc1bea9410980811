import type { Asker, Form, PersonId, PlaceId, VoiceId } from './identity.ts';

/** The only maker of a {@link Grant}: nothing outside this file can write one down. */
declare const minted: unique symbol;

/**
 * Grant: permission for one job, as a value. A function that makes a voice heard asks for one, so that forgetting the gate is a
 * compile error. `revoked` aborts, with the Refusal as its reason, as soon as the permission ends for whatever cause.
 */
export interface Grant {
  readonly voiceId: VoiceId;
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  readonly form: Form;
  readonly revoked: AbortSignal;
  readonly [minted]: true;
}

export interface Question {
  readonly voiceId: VoiceId;
  readonly asker: Asker;
  readonly form: Form;
}

/**
 * Gate: may this voice speak here, for this person, now? Decides from memory, in microseconds.
 * Refuses with 'voice-unknown' (also for a voice that was never allowed to the asker: nobody learns that it exists), 'consent-revoked',
 * 'consent-expired', 'consent-form', 'consent-reconfirm', 'voice-blocked', 'voice-frozen', 'person-blocked', 'voice-stopped',
 * 'place-stopped', 'instance-stopped'.
 */
export interface Gate {
  /** Throws a Refusal, or mints. Release it when the job is over, so that nothing watches it any longer. */
  grant(question: Question): Grant;
  /** Asks the same question again, at the start of the work: throws as `grant` does. */
  recheck(grant: Grant): void;
  release(grant: Grant): void;
  /** The voices that the asker may use here in at least one form: own ones first. */
  usable(asker: Asker): readonly VoiceId[];
}
