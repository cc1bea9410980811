import type { PersonId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { SpeakHandle } from '../jobs/queue.ts';

/** Playback: live speech in the voice channel of one place. A bot implements it; refuses with 'live-*' codes that say what is missing. */
export interface Playback {
  /** Joins the person's channel. Refuses with 'live-no-channel', 'live-unavailable', or the 'live-*' code of what is in the way. */
  join(person: PersonId): Promise<{ readonly channel: string }>;
  leave(): Promise<void>;
  /** Queues speech behind what plays; joins first when necessary. `label` says whose AI voice speaks. */
  play(utterance: Utterance): Promise<void>;
  /** Playing first, then waiting. */
  queue(): readonly Utterance[];
  /** Ends the utterance that plays, or the one given. Whether there was one. */
  skip(id?: string): boolean;
  /** Ends all. How many. */
  stop(): number;
}

export interface Utterance {
  readonly id: string;
  readonly requester: PersonId;
  readonly owner: PersonId;
  readonly label: string;
  readonly speech: SpeakHandle;
}

export const skippedCode = 'live-skipped';

/** What ends an utterance early: the reason that a player cancels its speech with. */
export function skipped(): Refusal {
  return new Refusal(skippedCode, 'The speech was skipped.');
}
