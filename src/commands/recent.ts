import type { PersonId } from '../consent/identity.ts';
import type { SpeechWish } from './speech-wish.ts';

/**
 * Recent: what was spoken lately, so that a button can have it spoken once more. In memory, bounded and for an hour, since texts are kept
 * nowhere else: after that, a restart or /forget, the button says that it is too old.
 */
export interface Recent {
  /** By its generation id. */
  put(id: string, speech: RecentSpeech): void;
  get(id: string): RecentSpeech | undefined;
  /** What this person asked for, and what was spoken in a voice of theirs. */
  forget(personId: PersonId): void;
}

export interface RecentSpeech extends Pick<SpeechWish, 'voice' | 'text' | 'language' | 'rate'> {
  readonly requester: PersonId;
}

export const recentDefaults = { maximum: 500, lifetimeMinutes: 60 } as const;

export function createRecent(now: () => number): Recent {
  const speeches = new Map<string, RecentSpeech & { readonly untilMs: number }>();

  function dropOld(): void {
    for (const [id, { untilMs }] of speeches) {
      if (untilMs > now() && speeches.size <= recentDefaults.maximum) return;
      speeches.delete(id);
    }
  }

  return {
    put(id, speech) {
      speeches.set(id, { ...speech, untilMs: now() + recentDefaults.lifetimeMinutes * 60_000 });
      dropOld();
    },
    get(id) {
      dropOld();
      return speeches.get(id);
    },
    forget(personId) {
      for (const [id, { requester, voice }] of speeches)
        if (requester === personId || voice.owner === personId) speeches.delete(id);
    },
  };
}
