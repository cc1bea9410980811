/**
 * RateLimits: per route and major resource, per bot, and the count of invalid requests. In real time, for the client waits in real time.
 * Discord publishes no numbers for routes ("should not be hard coded"); the rows are what clients commonly observe.
 */
import { createHash } from 'node:crypto';
import type { RateLimitFault, RequestLimit } from '../control/trouble.ts';
import type { Route } from './route.ts';

export interface RateLimits {
  /** Counts the request. */
  take(request: LimitedRequest): Verdict;
  /** Other numbers for a route: "POST /channels/{channel.id}/messages". */
  setLimit(route: string, limit: RequestLimit): void;
  /** An answer was 401, 403 or 429 (not `shared`). */
  countInvalid(): void;
  readonly invalid: number;
  /** Too many of those: nothing is answered any more for a while. */
  readonly isBanned: boolean;
}

export interface LimitedRequest {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  /** Whose: the bot's id. */
  readonly who: string;
}

export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Present: 429. */
  readonly limited?: RateLimitFault;
}

const usual: Readonly<Record<string, RequestLimit>> = {
  'POST /channels/{channel.id}/messages': { requests: 5, perMs: 5000 },
  'PATCH /channels/{channel.id}/messages/{message.id}': { requests: 5, perMs: 5000 },
  'DELETE /channels/{channel.id}/messages/{message.id}': { requests: 5, perMs: 1000 },
  'POST /webhooks/{application.id}/{interaction.token}': { requests: 5, perMs: 2000 },
  'GET /webhooks/{application.id}/{interaction.token}/messages/{message.id}': { requests: 5, perMs: 2000 },
  'PATCH /webhooks/{application.id}/{interaction.token}/messages/{message.id}': { requests: 5, perMs: 2000 },
  'DELETE /webhooks/{application.id}/{interaction.token}/messages/{message.id}': { requests: 5, perMs: 2000 },
};
const otherwise: RequestLimit = { requests: 30, perMs: 5000 };

/** Placeholders that make buckets of their own. */
const majors = ['channel.id', 'guild.id', 'interaction.token', 'interaction.id'];
const invalidWindowMs = 600_000;

export function createRateLimits(options: { readonly requestsPerSecond: number; readonly invalidLimit: number }): RateLimits {
  const limits = new Map(Object.entries(usual));
  const windows = new Map<string, { startedAtMs: number; used: number }>();
  let invalidAtMs: number[] = [];
  const recentlyInvalid = () => invalidAtMs.filter(atMs => atMs > Date.now() - invalidWindowMs).length;

  /** Seconds until a request is free again; 0: this one was. */
  function use(
    key: string,
    { requests, perMs }: RequestLimit,
  ): { readonly waitMs: number; readonly left: number; readonly resetAtMs: number } {
    const nowMs = Date.now();
    const found = windows.get(key);
    const window = found && nowMs < found.startedAtMs + perMs ? found : { startedAtMs: nowMs, used: 0 };
    windows.set(key, window);
    const resetAtMs = window.startedAtMs + perMs;
    if (window.used >= requests) return { waitMs: resetAtMs - nowMs, left: 0, resetAtMs };
    window.used += 1;
    return { waitMs: 0, left: requests - window.used, resetAtMs };
  }

  return {
    get invalid() {
      return recentlyInvalid();
    },
    get isBanned() {
      return recentlyInvalid() >= options.invalidLimit;
    },
    setLimit: (route, limit) => limits.set(route, limit),
    countInvalid() {
      const nowMs = Date.now();
      invalidAtMs = [...invalidAtMs.filter(atMs => atMs > nowMs - invalidWindowMs), nowMs];
    },
    take({ route, params, who }) {
      if (route.auth === 'bot') {
        const { waitMs } = use(`global ${who}`, { requests: options.requestsPerSecond, perMs: 1000 });
        if (waitMs > 0) return { headers: {}, limited: { retryAfterSeconds: waitMs / 1000, scope: 'global' } };
      }
      const name = `${route.method} ${route.path}`;
      if (route.path.startsWith('/interactions/')) return { headers: {} };
      const limit = limits.get(name) ?? otherwise;
      const major = majors.map(placeholder => params[placeholder] ?? '').join(' ');
      const { waitMs, left, resetAtMs } = use(`${who} ${name} ${major}`, limit);
      const headers = {
        'x-ratelimit-limit': String(limit.requests),
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': (resetAtMs / 1000).toFixed(3),
        'x-ratelimit-reset-after': Math.max(0, (resetAtMs - Date.now()) / 1000).toFixed(3),
        'x-ratelimit-bucket': createHash('sha256').update(name).digest('hex').slice(0, 32),
      };
      return waitMs > 0 ? { headers, limited: { retryAfterSeconds: waitMs / 1000, scope: 'user' } } : { headers };
    },
  };
}

/** Headers and body of a 429. */
export function limitedAnswer({ retryAfterSeconds, scope = 'user' }: RateLimitFault) {
  const message = scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.';
  return {
    headers: {
      'retry-after': String(Math.ceil(retryAfterSeconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
    body: { message, retry_after: retryAfterSeconds, global: scope === 'global' },
  };
}
