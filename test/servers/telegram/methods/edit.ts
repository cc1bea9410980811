/** editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage. */
import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../api-error.ts';
import { readKeyboard } from '../keyboards.ts';
import type { Parameters } from '../parameters.ts';
import type { InlineKeyboard, Message } from '../wire.ts';
import { isService } from '../world/visibility.ts';
import { type ChatState, type StoredMessage, unixSeconds, type World } from '../world/world.ts';
import type { MethodCall, Methods } from './method.ts';
import { readCaption } from './send-media.ts';
import { readTextContent } from './send-message.ts';
import { findChat } from './targets.ts';

const DELETABLE_SECONDS = 48 * 60 * 60;

export const editMethods: Methods = {
  editmessagetext(call) {
    const content = readTextContent(call);
    return edit(call, message => {
      if (message.text === undefined) throw badRequest('there is no text in the message to edit');
      const { text: _, entities: __, link_preview_options: ___, ...rest } = message;
      return { ...rest, ...content };
    });
  },
  editmessagecaption(call) {
    const content = readCaption(call);
    return edit(call, message => {
      if (message.text !== undefined || isService(message)) throw badRequest('there is no caption in the message to edit');
      const { caption: _, caption_entities: __, ...rest } = message;
      return { ...rest, ...content };
    });
  },
  editmessagereplymarkup: call => edit(call, message => message),
  deletemessage({ world, parameters }) {
    if (parameters.text('chat_id') === '') throw badRequest('chat identifier is not specified');
    if (parameters.integer('message_id') === 0) throw badRequest('message identifier is not specified');
    const chat = findChat(world, parameters, 'write');
    const stored = findMessage(chat, parameters, 'message to delete');
    if (!mayDelete(world, chat, stored)) throw badRequest("message can't be deleted for everyone");
    chat.messages.delete(stored.wire.message_id);
    world.changes.notify();
    return true;
  },
};

/** An edit without buttons takes the buttons away. */
function edit({ world, parameters }: MethodCall, change: (message: Message) => Message): Message {
  const keyboard = readKeyboard(parameters);
  if (parameters.text('chat_id') === '' && parameters.integer('message_id') === 0)
    throw badRequest('message identifier is not specified');
  const chat = findChat(world, parameters, 'edit');
  const stored = findMessage(chat, parameters, 'message to edit');
  if (!stored.isFromBot || isService(stored.wire)) throw badRequest("message can't be edited");
  const changed = withKeyboard(change(stored.wire), keyboard);
  if (isDeepStrictEqual(comparable(changed), comparable(stored.wire))) {
    const same =
      'specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    throw badRequest(`message is not modified: ${same}`);
  }
  world.limits.count(chat);
  stored.wire = { ...changed, edit_date: unixSeconds(world) };
  world.changes.notify();
  return stored.wire;
}

const comparable = ({ edit_date: _, ...message }: Message) => message;

function withKeyboard({ reply_markup: _, ...message }: Message, keyboard: InlineKeyboard | undefined): Message {
  return { ...message, ...(keyboard && { reply_markup: keyboard }) };
}

function findMessage(chat: ChatState, parameters: Parameters, what: string): StoredMessage {
  const stored = chat.messages.get(parameters.integer('message_id'));
  if (!stored) throw badRequest(`${what} not found`);
  return stored;
}

function mayDelete(world: World, chat: ChatState, { wire, isFromBot }: StoredMessage): boolean {
  const member = chat.members.get(world.bot.id);
  if (member?.status === 'administrator' && member.rights.can_delete_messages) return true;
  const isRecent = unixSeconds(world) - wire.date < DELETABLE_SECONDS;
  return isRecent && (isFromBot || chat.wire.type === 'private');
}
