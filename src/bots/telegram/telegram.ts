import { randomBytes } from 'node:crypto';
import { Telegraf } from 'telegraf';
import { Refusal } from '../../errors.ts';
import type { Bot, BotParts } from '../bot.ts';
import { type Answering, createAnswering } from './answering.ts';
import { createApi } from './api/api.ts';
import { createDownloads } from './api/download.ts';
import { isRefused } from './api/failure.ts';
import { type Clock, createClock } from './clock.ts';
import { badToken, botIdIn, chooseUpdates, connect, type Me } from './connecting.ts';
import { loadGroups } from './groups.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { sendMenus } from './menus.ts';
import { createPeople } from './people.ts';
import { createRequests } from './reading/requests.ts';
import { createSendQueue } from './sending/send-queue.ts';
import { createTold, placeGone } from './showing/conversation.ts';
import { createLinks } from './showing/links.ts';
import { createOrigins } from './showing/origins.ts';
import { createOutbox } from './showing/outbox.ts';
import { createSounds } from './showing/sounds.ts';
import { createWhispering } from './showing/whispering.ts';
import { poll } from './updates/polling.ts';
import { loadSeenUpdates } from './updates/seen-updates.ts';
import { createTurns } from './updates/turns.ts';
import { openWebhook, type Webhook, type WebhookSettings } from './updates/webhook.ts';
import { whereFrom } from './where.ts';
import type { CallbackQuery, ChatMemberUpdated, Message, Update } from './wire.ts';

/** Telegram bot: voice notes in private chats and groups, through the Bot API. */
export interface TelegramOptions {
  readonly token: string;
  /** Of Telegram, or of a Bot API server of one's own. */
  readonly apiRoot: string;
  /** Of a server of one's own that keeps files on this machine: the folder. */
  readonly localFiles?: string;
  /** Left out: the bot asks for updates. */
  readonly webhook?: WebhookSettings;
  /** Left out: a new one at each start. */
  readonly webhookSecret?: string;
  readonly clock?: Clock;
}

export interface TelegramBot extends Bot {
  /** That the webhook listens on; undefined without one. */
  readonly webhookPort: number | undefined;
}

/** So many updates may wait for others of their chats before more are asked for. */
const mostWaiting = 500;

/** Refuses with 'telegram-token', 'telegram-secret'. */
export async function createTelegramBot(options: TelegramOptions, parts: BotParts): Promise<TelegramBot> {
  const { dispatcher, commands, memory, log, now = Date.now } = parts;
  const { token, clock = createClock() } = options;
  const botId = botIdIn(token);
  const secret = requireSecret(options.webhookSecret);
  const apiRoot = options.apiRoot.replace(/\/*$/, '/');
  const stopped = new AbortController();
  const { signal } = stopped;
  /** Later than that: nothing is on its way any more. */
  const ended = new AbortController();

  const telegraf = new Telegraf(token, { telegram: { apiRoot, webhookReply: false } });
  const api = createApi(telegraf.telegram, { token, apiRoot }, unauthorized);
  const groups = await loadGroups(memory);
  const seen = await loadSeenUpdates(memory, botId);
  const people = createPeople(api, groups, now);
  const turns = createTurns(clock, error => log.error('bug', { error }));
  const queue = createSendQueue({ clock, onMigrated: moved });
  const outbox = createOutbox({ api, queue, signal: ended.signal, currentOf: groups.currentOf, onGone: gone });
  const sounds = createSounds(outbox, clock);
  const downloads = createDownloads(api, { token, apiRoot, localFiles: options.localFiles }, clock);
  const links = createLinks(now);
  const origins = createOrigins(now());
  let answering: Answering | undefined;
  let webhook: Webhook | undefined;
  let polling: Promise<number | undefined> = Promise.resolve(undefined);

  function gone(chatId: number): void {
    queue.close(chatId, placeGone());
    answering?.leave(chatId);
  }

  /** What was allowed there goes on to hold: the place stays the same. That the bot left the old group means nothing. */
  function moved(from: number, to: number): void {
    const kept = groups.moved(from, to).then(() => parts.places.joined(groups.placeOf(to)));
    kept.catch(error => log.error('group-moved', { error }));
  }

  function assemble(me: Me): Inbox {
    const whispering = createWhispering({ outbox, sounds, signal: ended.signal, links, origins, username: me.username });
    const requests = createRequests({ api, clock, downloads, commands, people, groups, me });
    answering = createAnswering({ dispatcher, requests, outbox, sounds, whispering, clock, log, told: createTold(now) });
    const { places } = parts;
    const inboxParts = { api, clock, me, commands, places, people, groups, requests, answering, links, origins, turns, signal };
    return createInbox({ ...inboxParts, onGone: gone, onMoved: moved });
  }

  /** Telegraf tells apart what came; a handler only puts it in line. */
  function listen(inbox: Inbox, me: Me): void {
    telegraf.botInfo = me as never;
    telegraf.on('message', ({ update }) => inbox.message(update.message as unknown as Message, update.update_id));
    telegraf.on('callback_query', ({ update }) =>
      inbox.press(update.callback_query as unknown as CallbackQuery, update.update_id),
    );
    telegraf.on('my_chat_member', ({ update }) => inbox.member(update.my_chat_member as unknown as ChatMemberUpdated));
    telegraf.catch(error => log.error('bug', { error }));
  }

  /** First they are known to be taken, then something is done: after a crash nothing is answered twice. */
  async function take(updates: readonly Update[]): Promise<void> {
    const fresh = new Set(seen.take(updates.map(({ update_id }) => update_id)));
    await seen.settled().catch(error => log.error('updates-not-remembered', { error }));
    for (const update of updates) if (fresh.has(update.update_id)) await telegraf.handleUpdate(update as never);
    await turns.room(mostWaiting);
  }

  async function receive(): Promise<void> {
    const { webhook: settings } = options;
    if (settings) {
      const hasRoom = () => turns.waiting < mostWaiting;
      webhook = await openWebhook(settings, { secret, log, hasRoom, take });
    }
    await chooseUpdates({ api, clock, log, signal }, settings && { ...settings, secret });
    if (!settings) polling = poll({ api, clock, log, take, onRevoked: revoked }, signal);
  }

  /** With polling, that sees it too; with a webhook nothing else would. */
  function unauthorized(): void {
    api.call('getMe', {}, { signal }).catch(error => isRefused(error, 401, 404) && revoked());
  }

  function revoked(): void {
    if (signal.aborted) return;
    stopped.abort(tokenGone);
    stop()
      .catch(error => log.error('bug', { error }))
      .finally(() => parts.onFatal(badToken()));
  }

  /** Telegram forgets what was taken, so that the next start does not get it again. */
  async function confirm(): Promise<void> {
    const offset = await polling;
    if (offset === undefined || stopped.signal.reason === tokenGone) return;
    await api.call('getUpdates', { offset, limit: 1, timeout: 0 }, { deadlineSeconds: 5 }).catch(() => {});
  }

  async function stop(patience: AbortSignal = AbortSignal.abort()): Promise<void> {
    if (!signal.aborted) stopped.abort(stopping());
    await webhook?.close();
    await confirm();
    await untilAborted(patience, turns.idle());
    answering?.stop(stopping());
    queue.stop(stopping());
    ended.abort(stopping());
    await turns.idle();
  }

  return {
    platform: 'telegram',
    directory: people.directory,
    get webhookPort() {
      return webhook?.port;
    },
    async start() {
      try {
        const me = await connect({ api, clock, log, signal }, apiRoot);
        listen(assemble(me), me);
        await receive();
      } catch (error) {
        await stop();
        throw error;
      }
      sendMenus(commands, { api, memory, clock, botId, signal }).catch(error => {
        if (!signal.aborted) log.warn('menus-not-sent', { error });
      });
      log.info('telegram-answers');
    },
    async deliver(address, reply, personId) {
      const where = whereFrom(address);
      if (!where || !answering) throw placeGone();
      const texts = () => answering!.textsFor(where, { id: where.userId });
      await people.directory.know?.([personId]);
      await answering.deliver({ ...where, chatId: groups.currentOf(where.chatId) }, reply, { texts });
    },
    stop,
  };
}

const tokenGone = new Error('The token is gone.');

function stopping(): Refusal {
  return new Refusal('shutting-down', 'The bot is stopping.');
}

function requireSecret(secret = randomBytes(32).toString('base64url')): string {
  if (/^[\w-]{1,256}$/.test(secret)) return secret;
  throw new Refusal(
    'telegram-secret',
    'TELEGRAM_WEBHOOK_SECRET may have 1 to 256 of A-Z a-z 0-9 _ -. Make one with: openssl rand -hex 32',
  );
}

async function untilAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onAbort = () => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) resolve();
  try {
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
