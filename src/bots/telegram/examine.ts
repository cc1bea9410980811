import { Telegram } from 'telegraf';
import { Refusal } from '../../errors.ts';
import type { Finding } from '../../finding.ts';
import { type Api, createApi } from './api/api.ts';
import { ApiFailure } from './api/failure.ts';
import { badToken, botIdIn } from './connecting.ts';
import type { TelegramOptions } from './telegram.ts';
import type { User } from './wire.ts';

/** Examine: what Telegram says of the bot's token, of privacy mode and of its webhook. Changes nothing, and asks for no updates. */
type Settings = Pick<TelegramOptions, 'token' | 'apiRoot' | 'webhook'>;

interface Me extends User {
  readonly can_join_groups?: boolean;
  readonly can_read_all_group_messages?: boolean;
}

interface WebhookInfo {
  readonly url: string;
  readonly pending_update_count: number;
  readonly last_error_date?: number;
  readonly last_error_message?: string;
}

const deadlineSeconds = 10;

export async function examineTelegram(settings: Settings, signal: AbortSignal): Promise<readonly Finding[]> {
  const apiRoot = settings.apiRoot.replace(/\/*$/, '/');
  try {
    botIdIn(settings.token);
    const telegram = new Telegram(settings.token, { apiRoot, webhookReply: false });
    const api = createApi(telegram, { token: settings.token, apiRoot });
    const me = await api.call<Me>('getMe', {}, { signal, deadlineSeconds });
    return [examineToken(me), examinePrivacy(me), await examineWebhook(api, settings, signal)];
  } catch (error) {
    signal.throwIfAborted();
    return [unusable(error, apiRoot)];
  }
}

function examineToken({ username, first_name }: Me): Finding {
  return { id: 'telegram-token', label: 'Telegram bot', state: 'good', found: `@${username} (${first_name})` };
}

function unusable(error: unknown, apiRoot: string): Finding {
  const shared = { id: 'telegram-token', label: 'Telegram bot', state: 'missing' } as const;
  if (error instanceof Refusal) return { ...shared, found: 'the token is not accepted', next: error.message };
  if (!(error instanceof ApiFailure)) throw error;
  if (error.status === 401 || error.status === 404) return unusable(badToken(), apiRoot);
  const { origin } = new URL(apiRoot);
  const next = 'Check the network of this machine, and telegram.apiRoot.';
  return { ...shared, found: `${origin} cannot be reached (${error.code})`, next };
}

function examinePrivacy({ can_join_groups, can_read_all_group_messages }: Me): Finding {
  const shared = { id: 'telegram-privacy', label: 'Telegram groups' } as const;
  if (can_join_groups === false) {
    const next = 'To use it in groups: @BotFather, /setjoingroups, Enable.';
    return { ...shared, state: 'note', found: 'the bot cannot be added to groups', next };
  }
  if (can_read_all_group_messages) {
    const next = 'It needs less: @BotFather, /setprivacy, Enable; then remove it from its groups and add it again.';
    return { ...shared, state: 'note', found: 'privacy mode is off: it gets to see every message', next };
  }
  return { ...shared, state: 'good', found: 'privacy mode is on: it sees commands and replies to it' };
}

async function examineWebhook(api: Api, { webhook }: Settings, signal: AbortSignal): Promise<Finding> {
  const shared = { id: 'telegram-updates', label: 'Telegram updates' } as const;
  const info = await api.call<WebhookInfo>('getWebhookInfo', {}, { signal, deadlineSeconds });
  const waiting = `${info.pending_update_count} waiting`;
  if (!webhook && info.url === '') return { ...shared, state: 'good', found: `asked for by the bot, ${waiting}` };
  if (webhook?.url !== info.url) {
    const found =
      info.url === ''
        ? 'no webhook is set'
        : `a webhook at ${hostOf(info.url)} is set, which is not the one of the configuration`;
    const next = webhook
      ? 'The next start sets it.'
      : 'The next start takes it away. If another program needs it, give that one a bot of its own.';
    return { ...shared, state: 'note', found: `${found}, ${waiting}`, next };
  }
  if (info.last_error_message === undefined)
    return { ...shared, state: 'good', found: `brought to ${hostOf(info.url)}, ${waiting}` };
  const time = new Date((info.last_error_date ?? 0) * 1000).toISOString();
  return {
    ...shared,
    state: 'note',
    found: `brought to ${hostOf(info.url)}, ${waiting}`,
    next: `Telegram's last error there, at ${time}: ${info.last_error_message}. Look at the proxy and telegram.webhook.`,
  };
}

/** The path may be a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address';
}
