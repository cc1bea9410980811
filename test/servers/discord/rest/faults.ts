/** Faults: what a test arranged to go wrong with requests. */
import type { FailureFault, Faults, RateLimitFault, RequestMatch } from '../control/trouble.ts';
import type { RateLimits } from './rate-limits.ts';

/** What to do with a request. */
export type Fault =
  | { readonly kind: 'failure'; readonly failure: FailureFault }
  | { readonly kind: 'limit'; readonly limit: RateLimitFault }
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' };

export interface ArrangedFaults {
  readonly control: Faults;
  /** The fault for this request, which is used up by it. */
  take(request: Required<RequestMatch>): Fault | undefined;
  /** Resolves when no test holds such requests any more. */
  released(request: Required<RequestMatch>): Promise<void>;
}

export function createFaults(limits: RateLimits): ArrangedFaults {
  const arranged: { readonly match: RequestMatch; readonly fault: Fault; left: number }[] = [];
  const holds = new Set<{ readonly match: RequestMatch; readonly released: Promise<void>; readonly release: () => void }>();

  const add = (match: RequestMatch, fault: Fault, times = 1) => void arranged.push({ match, fault, left: times });

  return {
    control: {
      fail: (match, failure) => add(match, { kind: 'failure', failure }, failure.times),
      limit: (match, limit) => add(match, { kind: 'limit', limit }, limit.times),
      drop: (match, { when = 'before', times } = {}) => add(match, { kind: 'drop', when }, times),
      hold(match) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const held = { match, released: promise, release: resolve };
        holds.add(held);
        return () => {
          holds.delete(held);
          resolve();
        };
      },
      clear() {
        arranged.length = 0;
        for (const { release } of holds) release();
        holds.clear();
      },
      setLimit: limits.setLimit,
    },
    take(request) {
      const found = arranged.find(({ match, left }) => left > 0 && fits(match, request));
      if (found) found.left -= 1;
      return found?.fault;
    },
    async released(request) {
      await Promise.all([...holds].filter(({ match }) => fits(match, request)).map(({ released }) => released));
    },
  };
}

function fits(match: RequestMatch, request: Required<RequestMatch>): boolean {
  return (match.method ?? request.method) === request.method && (match.route ?? request.route) === request.route;
}
