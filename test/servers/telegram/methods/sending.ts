/** Sending: what all methods that send have in common: where to, as a reply to what, with which buttons. */
import { badRequest } from '../api-error.ts';
import { isObject, type Parameters } from '../parameters.ts';
import type { InlineKeyboard, Message } from '../wire.ts';
import { type Content, post } from '../world/posting.ts';
import { threadContent } from '../world/replies.ts';
import type { ChatState, World } from '../world/world.ts';
import type { MethodCall } from './method.ts';
import { checkPerson, findChat } from './targets.ts';

export interface Delivery {
  readonly content: Content;
  readonly fileId?: string;
  /** What the bot must be allowed in a group. */
  readonly permission: string;
}

export function deliver({ world, parameters }: MethodCall, { content, fileId }: Delivery): Message {
  const keyboard = parameters.json('reply_markup', 'reply keyboard markup') as InlineKeyboard | undefined;
  const chat = findChat(world, parameters, 'write');
  const thread = readThread(chat, parameters);
  const reply = readReply(world, chat, parameters);
  checkPerson(world, chat);
  const stored = post(world, chat, {
    content: {
      from: world.bot,
      ...threadContent(chat, { messageId: reply, threadId: thread }),
      ...content,
      ...(keyboard?.inline_keyboard && { reply_markup: { inline_keyboard: keyboard.inline_keyboard } }),
      ...(parameters.flag('protect_content') && { has_protected_content: true as const }),
    },
    fileId,
    isSilent: parameters.flag('disable_notification'),
  });
  chat.clearedActions = chat.actions.length;
  return stored.wire;
}

function readThread(chat: ChatState, parameters: Parameters): number | undefined {
  const threadId = parameters.integer('message_thread_id');
  if (threadId === 0) return undefined;
  if (!chat.topics.has(threadId)) throw badRequest('message thread not found');
  return threadId;
}

function readReply(_world: World, chat: ChatState, parameters: Parameters): number | undefined {
  const reply = parameters.json('reply_parameters', 'reply parameters');
  const messageId = isObject(reply) ? Number(reply.message_id) : parameters.integer('reply_to_message_id');
  if (messageId === 0) return undefined;
  if (chat.messages.has(messageId)) return messageId;
  if (isObject(reply) ? reply.allow_sending_without_reply === true : parameters.flag('allow_sending_without_reply'))
    return undefined;
  throw badRequest('message to be replied not found');
}
