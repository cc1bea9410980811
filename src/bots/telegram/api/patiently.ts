import { type Clock, pause } from '../clock.ts';
import { ApiFailure } from './failure.ts';

/** Patiently: repeats what may be done twice without harm, for as long as Telegram asks to wait and the network is away; bounded. */
export const patientDefaults = { attempts: 4, firstPauseMs: 500, longestWaitSeconds: 60 } as const;

export async function patiently<Result>(
  work: () => Promise<Result>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Result> {
  const { attempts, firstPauseMs, longestWaitSeconds } = patientDefaults;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const waitMs = waitAfter(error, firstPauseMs * 2 ** (attempt - 1));
      if (waitMs === undefined || waitMs > longestWaitSeconds * 1000 || attempt >= attempts) throw error;
      await pause(clock, waitMs, signal);
    }
  }
}

/** undefined: it would fail again. */
function waitAfter(error: unknown, pauseMs: number): number | undefined {
  if (!(error instanceof ApiFailure)) return undefined;
  if (error.retryAfterSeconds !== undefined) return error.retryAfterSeconds * 1000;
  return error.kind === 'refused' ? undefined : pauseMs;
}
