import { Refusal } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Api } from './api/api.ts';
import { ApiFailure, isRefused } from './api/failure.ts';
import { patiently } from './api/patiently.ts';
import { type Clock, pause } from './clock.ts';
import type { WebhookSettings } from './updates/webhook.ts';
import { allowedUpdates, type User } from './wire.ts';

/** Connecting: the first words with Telegram: who the bot is, and how updates come. What the operator can mend is refused in plain words. */
export type Me = User & { readonly username: string; readonly can_read_all_group_messages?: boolean };

export interface ConnectParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A machine that starts may have its network a little later. */
export const connectDefaults = { patienceMs: 60_000, firstPauseMs: 500 } as const;

/** Refuses with 'telegram-token', 'telegram-unreachable'. */
export async function connect({ api, clock, log, signal }: ConnectParts, apiRoot: string): Promise<Me> {
  const { patienceMs, firstPauseMs } = connectDefaults;
  const untilMs = clock.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await api.call<Me>('getMe', {}, { signal, deadlineSeconds: 15 });
    } catch (error) {
      signal.throwIfAborted();
      if (isRefused(error, 401, 404)) throw badToken();
      const pauseMs = firstPauseMs * 2 ** Math.min(attempt, 5);
      if (!(error instanceof ApiFailure) || clock.now() + pauseMs > untilMs) throw unreachable(apiRoot, error);
      log.warn('telegram-not-reached', { code: error.code, count: attempt + 1 });
      await pause(clock, pauseMs, signal);
    }
  }
}

/** Telegram either keeps updates until they are asked for, or brings them to a webhook; not both. */
export async function chooseUpdates(
  { api, clock, signal }: ConnectParts,
  webhook: (WebhookSettings & { readonly secret: string }) | undefined,
): Promise<void> {
  const call = webhook
    ? () =>
        api.call('setWebhook', {
          url: webhook.url,
          secret_token: webhook.secret,
          allowed_updates: allowedUpdates,
          max_connections: 40,
        })
    : () => api.call('deleteWebhook', {});
  try {
    await patiently(call, { clock, signal });
  } catch (error) {
    if (!webhook || !isRefused(error, 400)) throw error;
    throw new Refusal(
      'telegram-webhook',
      `Telegram does not take "${webhook.url}" as a webhook. It has to be https://, reachable from outside, on port 443, 80, 88 or 8443. ` +
        'Correct telegram.webhook.url, or leave telegram.webhook out.',
      { values: { url: webhook.url } },
    );
  }
}

/** The number of the bot is the first part of its token. Refuses with 'telegram-token', and repeats nothing of it. */
export function botIdIn(token: string): number {
  const id = /^(\d{3,16}):[\w-]{20,}$/.exec(token)?.[1];
  if (id === undefined) throw badToken();
  return Number(id);
}

export function badToken(): Refusal {
  return new Refusal(
    'telegram-token',
    'Telegram does not accept TELEGRAM_TOKEN. Copy the token once more from @BotFather (/mybots, the bot, API Token); ' +
      'if it was revoked, the new one stands there.',
  );
}

function unreachable(apiRoot: string, cause: unknown): Refusal {
  return new Refusal(
    'telegram-unreachable',
    `Telegram cannot be reached at ${new URL(apiRoot).origin}. Check the network of this machine, and telegram.apiRoot.`,
    { cause, values: { address: new URL(apiRoot).origin } },
  );
}
