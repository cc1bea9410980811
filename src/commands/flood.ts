import type { PersonId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';

/** Flood: how fast one person may ask for things: a bucket of tokens each, bounded in number. Before everything else, so that a flood costs little. */
export interface Flood {
  /** Refuses with 'flood', with the seconds to wait. */
  take(personId: PersonId): void;
}

export const floodDefaults = { burst: 10, perSecond: 0.5, persons: 10_000 } as const;

export function createFlood(now: () => number, options: Partial<Record<keyof typeof floodDefaults, number>> = {}): Flood {
  const { burst, perSecond, persons } = { ...floodDefaults, ...options };
  const buckets = new Map<PersonId, { tokens: number; atMs: number }>();
  return {
    take(personId) {
      const atMs = now();
      const before = buckets.get(personId) ?? { tokens: burst, atMs };
      const elapsedSeconds = Math.max(0, atMs - before.atMs) / 1000;
      const tokens = Math.min(burst, before.tokens + elapsedSeconds * perSecond);
      const taken = tokens >= 1;
      buckets.delete(personId);
      buckets.set(personId, { tokens: taken ? tokens - 1 : tokens, atMs });
      if (buckets.size > persons) buckets.delete(buckets.keys().next().value!);
      if (taken) return;
      const seconds = Math.ceil((1 - tokens) / perSecond);
      throw new Refusal('flood', `That was a lot at once. Wait ${seconds} s, then go on.`, { values: { seconds } });
    },
  };
}
