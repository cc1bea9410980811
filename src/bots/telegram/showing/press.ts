import type { Api } from '../api/api.ts';
import { patiently } from '../api/patiently.ts';
import type { Clock } from '../clock.ts';

/**
 * Press: a pressed button waits for its answer, with a clock turning on it. It gets one within a second in any case; what comes sooner and
 * is short can be shown to the person alone, wherever the button is, and a link can take them into the private chat.
 */
export interface Press {
  /** false: it was answered already, say it another way. */
  answer(content?: PressAnswer): boolean;
}

export interface PressAnswer {
  readonly text?: string;
  /** t.me/<bot>?start=... */
  readonly url?: string;
}

export const pressDefaults = { patienceMs: 1_000 } as const;

export function createPress(
  queryId: string,
  api: Api,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Press {
  let isAnswered = false;
  const cancel = clock.schedule(pressDefaults.patienceMs, () => press.answer());
  const press: Press = {
    answer({ text, url } = {}) {
      if (isAnswered) return false;
      isAnswered = true;
      cancel();
      const shown = text === undefined ? {} : { text, show_alert: true };
      const call = () => api.call('answerCallbackQuery', { callback_query_id: queryId, ...shown, ...(url ? { url } : {}) });
      // A query that is too old, or a network that is away: the answer itself comes as a message.
      patiently(call, { clock, signal }).catch(() => {});
      return true;
    },
  };
  return press;
}
