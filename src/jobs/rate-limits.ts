import type { Grant } from '../consent/gate.ts';
import { Refusal } from '../errors.ts';
import { type BucketSize, createBuckets } from './buckets.ts';

/** Rate limits: how often a person may ask, a voice may speak, a place may be spoken in. A refused request costs nothing. */
export interface RateLimits {
  /** Takes one token of each, or refuses with 'rate-person', 'rate-voice' or 'rate-place' and the seconds to wait. */
  spend(grant: Grant): void;
}

export const rateDefaults = {
  person: { burst: 10, secondsPerToken: 3 },
  voice: { burst: 30, secondsPerToken: 1 },
  place: { burst: 60, secondsPerToken: 0.5 },
} as const satisfies Readonly<Record<string, BucketSize>>;

export type Rates = Readonly<Record<keyof typeof rateDefaults, BucketSize>>;

const rows = {
  person: { code: 'rate-person', keyOf: ({ personId }: Grant) => personId, what: 'You have asked for speech' },
  voice: { code: 'rate-voice', keyOf: ({ voiceId }: Grant) => voiceId, what: 'This voice was asked to speak' },
  place: { code: 'rate-place', keyOf: ({ placeId }: Grant) => placeId, what: 'Voices were asked to speak here' },
} as const;

export function createRateLimits(rates: Partial<Rates>, now: () => number): RateLimits {
  const sizes: Rates = { ...rateDefaults, ...rates };
  const limits = Object.entries(rows).map(([name, row]) => {
    const { burst, secondsPerToken } = sizes[name as keyof Rates];
    if (!(burst >= 1 && secondsPerToken >= 0))
      throw new RangeError(`Rate of a ${name}: a burst of ${burst}, one per ${secondsPerToken} s.`);
    return { ...row, secondsPerToken, buckets: createBuckets({ burst, secondsPerToken }, now) };
  });
  return {
    spend(grant) {
      for (const { code, keyOf, what, secondsPerToken, buckets } of limits) {
        const seconds = Math.ceil(buckets.waitSeconds(keyOf(grant)));
        if (seconds === 0) continue;
        const message = `${what} too often in a short time; one text per ${secondsPerToken} s is allowed. Wait ${seconds} s, then try again.`;
        throw new Refusal(code, message, { values: { seconds, secondsPerToken } });
      }
      for (const { keyOf, buckets } of limits) buckets.take(keyOf(grant));
    },
  };
}
