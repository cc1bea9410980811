import { Refusal } from '../../errors.ts';
import type { BotParts } from '../bot.ts';
import type { Answering } from './answering.ts';
import type { Api } from './api/api.ts';
import type { Clock } from './clock.ts';
import type { Groups } from './groups.ts';
import { isGroup } from './ids.ts';
import type { People } from './people.ts';
import { intentOf } from './reading/intent.ts';
import type { MessageIntent, Requests } from './reading/requests.ts';
import { textContents } from './showing/contents.ts';
import type { Links } from './showing/links.ts';
import type { Origins } from './showing/origins.ts';
import { createPress } from './showing/press.ts';
import type { Turns } from './updates/turns.ts';
import { groupWelcome, shortcutIn, welcome } from './welcome.ts';
import { privateWhere, type Where, whereOf } from './where.ts';
import type { CallbackQuery, ChatMemberUpdated, Message, User } from './wire.ts';

/**
 * Inbox: what each update means. Nothing waits here: whatever takes time is put in line for its chat, so that one slow answer holds up no
 * other update.
 */
export interface Inbox {
  message(message: Message, updateId: number): void;
  press(query: CallbackQuery, updateId: number): void;
  member(change: ChatMemberUpdated): void;
}

export interface InboxParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly me: User & { readonly username: string };
  readonly commands: BotParts['commands'];
  readonly places: BotParts['places'];
  readonly people: People;
  readonly groups: Groups;
  readonly requests: Requests;
  readonly answering: Answering;
  readonly links: Links;
  readonly origins: Origins;
  readonly turns: Turns;
  readonly signal: AbortSignal;
  /** Nobody is there any more to send to. */
  readonly onGone: (chatId: number) => void;
  readonly onMoved: (from: number, to: number) => void;
}

export function createInbox(parts: InboxParts): Inbox {
  const { me, people, groups, requests, answering, turns, links, onMoved } = parts;
  const names = new Set(parts.commands.map(({ name }) => name));
  const idOf = (updateId: number) => `telegram:${me.id}:${updateId}`;

  function ask(message: Message, intent: MessageIntent, updateId: number): void {
    const where = whereOf(message, message.from!.id);
    const request = (signal: AbortSignal) => requests.ofMessage(message, intent, { id: idOf(updateId), signal });
    turns.run(where.chatId, letNext => answering.answer({ where, user: message.from!, request }, letNext));
  }

  /** The start of a chat, or the way into it by a link: then what waited there is said. */
  async function begin(message: Message, payload: string): Promise<void> {
    const user = message.from!;
    const where = whereOf(message, user.id);
    if (isGroup(where.chatId)) return answering.tell(where, user, texts => groupWelcome(texts, me.username));
    const whispers = payload === '' ? undefined : links.open(payload, user.id);
    if (whispers) return answering.pass(whispers, user.id);
    await answering.tell(privateWhere(user.id), user, texts => [
      ...(payload === '' ? [] : textContents(texts.say('telegram-link-old'))),
      ...welcome(texts),
    ]);
  }

  function say(message: Message, what: 'telegram-anonymous' | 'telegram-not-understood'): void {
    const where = whereOf(message, message.from?.id ?? 0);
    const user = message.from ?? { id: 0 };
    turns.run(where.chatId, () => answering.tell(where, user, texts => textContents(texts.say(what))));
  }

  function pressed(query: CallbackQuery & { readonly message: Message }, updateId: number): void {
    const { from: user, message, data = '' } = query;
    const press = createPress(query.id, parts.api, parts);
    const here = { ...whereOf(message, user.id) };
    const shortcut = shortcutIn(data);
    if (shortcut !== undefined) {
      const { messageId: _, ...where } = here;
      const intent = { kind: 'command', name: shortcut, words: { start: 0, end: 0 } } as const;
      const typed: Message = { message_id: 0, date: message.date, chat: message.chat, from: user };
      const request = (signal: AbortSignal) => requests.ofMessage(typed, intent, { id: idOf(updateId), signal });
      turns.run(where.chatId, letNext => answering.answer({ where, user, press, request }, letNext));
      return;
    }
    const origin = originOf(data, message);
    const about: Where = origin === undefined || origin === 'unknown' ? here : { ...origin, userId: user.id };
    const request = async (signal: AbortSignal) => {
      if (origin === 'unknown') throw tooOld();
      return requests.ofPress({ ...query, data }, about, { id: idOf(updateId), signal });
    };
    turns.run(here.chatId, letNext => answering.answer({ where: about, user, press, request }, letNext));
  }

  /** Only a report is about the group that it was begun in; everything else that is pressed in a private chat is private. */
  function originOf(data: string, message: Message): Where | 'unknown' | undefined {
    return isGroup(message.chat.id) || !/^report:(?!ask)/.test(data) ? undefined : parts.origins.of(message);
  }

  return {
    message(message, updateId) {
      people.learn(message);
      if (message.migrate_to_chat_id !== undefined) return onMoved(message.chat.id, message.migrate_to_chat_id);
      if (message.migrate_from_chat_id !== undefined) return onMoved(message.migrate_from_chat_id, message.chat.id);
      const intent = intentOf(message, { me, isCommand: name => names.has(name) });
      if (!intent) return;
      if (intent.kind === 'start') turns.run(message.chat.id, () => begin(message, intent.payload));
      else if (intent.kind === 'anonymous') say(message, 'telegram-anonymous');
      else if (intent.kind === 'other') say(message, 'telegram-not-understood');
      else ask(message, intent, updateId);
    },
    press(query, updateId) {
      people.meet(query.from);
      if (query.message) pressed({ ...query, message: query.message }, updateId);
      else createPress(query.id, parts.api, parts).answer();
    },
    member(change) {
      const { chat, from, old_chat_member: before, new_chat_member: now } = change;
      if (chat.type === 'channel' || groups.currentOf(chat.id) !== chat.id) return;
      const [was, is] = [isThere(before), isThere(now)];
      if (!is) parts.onGone(chat.id);
      if (!isGroup(chat.id)) return;
      people.learn({ message_id: 0, date: 0, chat, from });
      const placeId = groups.placeOf(chat.id);
      turns.run(chat.id, () => (is ? parts.places.joined(placeId) : parts.places.left(placeId)));
      if (is && !was) {
        turns.run(chat.id, () =>
          answering.tell({ chatId: chat.id, userId: from.id }, from, texts => groupWelcome(texts, me.username)),
        );
      }
    },
  };
}

/** A report that was begun before the start: which group it is about is forgotten. */
function tooOld(): Refusal {
  return new Refusal('action-expired', 'This button is too old. Use /report again.', { values: { command: 'report' } });
}

function isThere({ status, is_member }: ChatMemberUpdated['new_chat_member']): boolean {
  return status === 'restricted' ? is_member === true : status !== 'left' && status !== 'kicked';
}
