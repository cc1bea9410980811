import type { PersonId } from '../consent/identity.ts';
import { type RandomBelow, randomId } from '../consent/random-id.ts';
import { Refusal } from '../errors.ts';
import type { Store } from '../stores/stores.ts';
import { isReplay } from './replay.ts';

/** HeardBefore: fingerprints of the challenge recordings that were accepted, of everybody; a recording counts once. */
export interface HeardBefore {
  /** Refuses with 'challenge-replayed'. */
  requireNew(fingerprint: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Returns how to take it back. */
  remember(personId: PersonId, fingerprint: Uint8Array): Promise<() => Promise<unknown>>;
}

/** Words of a challenge come back sooner or later; a recording of them may be as old as this to be known again. */
export const heardBeforeDefaults = { rememberedDays: 400 } as const;

const dayMs = 86_400_000;

export function createHeardBefore(store: Store<unknown>, random?: RandomBelow): HeardBefore {
  return {
    async requireNew(fingerprint, signal) {
      for await (const [, value] of store.entries()) {
        signal.throwIfAborted();
        if (isReplay(fingerprint, fingerprintIn(value))) throw replayed();
      }
    },
    async remember(personId, fingerprint) {
      const key = `${personId}/${randomId(12, random)}`;
      const value = { fingerprint: Buffer.from(fingerprint).toString('base64') };
      await store.set(key, value, heardBeforeDefaults.rememberedDays * dayMs);
      return () => store.delete(key);
    },
  };
}

function fingerprintIn(value: unknown): Uint8Array {
  const { fingerprint } = value as { fingerprint?: unknown };
  if (typeof fingerprint !== 'string') throw new Error('The store "fingerprints" holds something that is no fingerprint.');
  return new Uint8Array(Buffer.from(fingerprint, 'base64'));
}

function replayed(): Refusal {
  return new Refusal(
    'challenge-replayed',
    'This recording was sent before. Ask for a new sentence with /clone and read it aloud in a new voice message.',
  );
}
