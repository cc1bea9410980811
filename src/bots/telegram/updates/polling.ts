import type { Log } from '../../../log.ts';
import type { Api } from '../api/api.ts';
import { ApiFailure, isRefused } from '../api/failure.ts';
import { type Clock, pause } from '../clock.ts';
import { allowedUpdates, type Update } from '../wire.ts';

/**
 * Polling: asks for updates, one request at a time, until the signal aborts. Not telegraf's own: that one ends with the first 401 or 409, and
 * waits for every update of a batch before it asks for more. Whatever fails is told and tried again, ever more slowly; only a token that
 * Telegram does not know any more is the end.
 */
export interface PollingParts {
  readonly api: Pick<Api, 'call'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves when they are safe, so that Telegram may forget them; more are asked for then. */
  take(updates: readonly Update[]): Promise<void>;
  /** The token was revoked. Polling has ended. */
  onRevoked(): void;
}

export const pollingDefaults = {
  timeoutSeconds: 50,
  /** How long after that an answer may still come. */
  graceSeconds: 15,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  /** 401 so many times in a row means it. */
  refusals: 3,
  /** A server that answers at once though there is nothing is not asked again at once. */
  emptyPauseMs: 200,
} as const;

/** Resolves when the signal has aborted, or the token was revoked; with the offset that confirms what was taken, where no poll has done so. */
export async function poll({ api, clock, log, take, onRevoked }: PollingParts, signal: AbortSignal): Promise<number | undefined> {
  const { timeoutSeconds, graceSeconds, firstPauseMs, longestPauseMs, refusals, emptyPauseMs } = pollingDefaults;
  let offset = 0;
  let confirmed = 0;
  let failures = 0;

  async function ask(): Promise<void> {
    const startMs = clock.now();
    confirmed = offset;
    const updates = await api.call<readonly Update[]>(
      'getUpdates',
      { offset, timeout: timeoutSeconds, limit: 100, allowed_updates: allowedUpdates },
      { signal, deadlineSeconds: timeoutSeconds + graceSeconds },
    );
    if (!Array.isArray(updates)) throw new ApiFailure('getUpdates', { kind: 'unsure', code: 'shape' });
    if (failures > 0) log.info('telegram-is-back', { count: failures });
    failures = 0;
    if (updates.length > 0) {
      await take(updates);
      offset = Math.max(...updates.map(({ update_id }) => update_id)) + 1;
    } else if (clock.now() - startMs < emptyPauseMs) {
      await pause(clock, emptyPauseMs, signal);
    }
  }

  /** How long to wait; undefined: the token is gone. */
  function failed(error: unknown): number | undefined {
    failures++;
    const code = error instanceof ApiFailure ? error.code : undefined;
    log.warn(eventOf(error), { count: failures, ...(code ? { code } : { error }) });
    if (isRefused(error, 401, 404) && failures >= refusals) return undefined;
    if (error instanceof ApiFailure && error.retryAfterSeconds !== undefined) return error.retryAfterSeconds * 1000;
    return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(10, failures - 1));
  }

  while (!signal.aborted) {
    try {
      await ask();
    } catch (error) {
      if (signal.aborted) break;
      const pauseMs = failed(error);
      if (pauseMs === undefined) {
        onRevoked();
        break;
      }
      await pause(clock, pauseMs, signal).catch(() => {});
    }
  }
  return offset > confirmed ? offset : undefined;
}

function eventOf(error: unknown): string {
  if (isRefused(error, 409)) return 'another-program-uses-this-token';
  if (isRefused(error, 401, 404)) return 'token-not-accepted';
  return error instanceof ApiFailure ? 'telegram-not-reached' : 'updates-not-taken';
}
