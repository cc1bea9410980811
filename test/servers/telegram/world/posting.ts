/** Posting: puts a message into a chat, and tells the bot of it if it may see it. */
import type { Message, UpdatePayload } from '../wire.ts';
import { isVisibleToBot } from './visibility.ts';
import { type ChatState, nextMessageId, type StoredMessage, unixSeconds, type World } from './world.ts';

/** What a message holds besides its id, date and chat. */
export type Content = Omit<Message, 'message_id' | 'date' | 'chat'>;

export interface Posting {
  readonly content: Content;
  readonly fileId?: string;
  readonly isSilent?: boolean;
}

export function post(world: World, chat: ChatState, { content, fileId, isSilent = false }: Posting): StoredMessage {
  const message: Message = { message_id: nextMessageId(world, chat), date: unixSeconds(world), chat: chat.wire, ...content };
  const stored = { wire: message, isFromBot: message.from?.id === world.bot.id, isSilent, fileId };
  chat.messages.set(message.message_id, stored);
  if (stored.isFromBot) chat.untaken.push(stored);
  else if (isVisibleToBot(world, chat, message)) publish(world, { message });
  world.changes.notify();
  return stored;
}

/** Hands an update to the bot, which from then on knows who is in it. */
export function publish(world: World, payload: UpdatePayload) {
  const from =
    payload.message?.from ?? payload.edited_message?.from ?? payload.callback_query?.from ?? payload.my_chat_member?.from;
  const mentioned = [from, payload.message?.reply_to_message?.from, ...(payload.message?.new_chat_members ?? [])];
  for (const user of mentioned) {
    const person = user && world.people.get(user.id);
    if (person) person.isKnown = true;
  }
  return world.updates.push(payload);
}

/** A message inside another one: without what it replies to. */
export function withoutReply(message: Message): Message {
  const { reply_to_message: _, quote: __, ...rest } = message;
  return rest;
}
