/** Sending: what all methods that send have in common: where to, as a reply to what, with which buttons, and whether the bot may. */
import { badRequest } from '../api-error.ts';
import { readFormattedText } from '../entities/formatted-text.ts';
import type { FormattedText } from '../entities/markup.ts';
import { integerField, isObject, optionalFlagField, optionalIntegerField, optionalTextField, reading } from '../fields.ts';
import { readKeyboard } from '../keyboards.ts';
import type { Parameters } from '../parameters.ts';
import type { Message } from '../wire.ts';
import { may } from '../world/members.ts';
import { type Content, post } from '../world/posting.ts';
import { type ReplyTo, threadContent } from '../world/replies.ts';
import { ACTION_MS } from '../world/show.ts';
import type { ChatState, World } from '../world/world.ts';
import type { MethodCall } from './method.ts';
import { checkPerson, findChat } from './targets.ts';

export interface Delivery {
  readonly content: Content;
  readonly fileId?: string;
  readonly kind: keyof typeof permissions;
}

/** What the bot must be allowed in a group, and how the refusal calls it. */
const permissions = {
  text: { permission: 'can_send_messages', plural: 'text messages' },
  voice: { permission: 'can_send_voice_notes', plural: 'voice notes' },
  audio: { permission: 'can_send_audios', plural: 'music' },
  document: { permission: 'can_send_documents', plural: 'documents' },
  photo: { permission: 'can_send_photos', plural: 'photos' },
  video: { permission: 'can_send_videos', plural: 'videos' },
  video_note: { permission: 'can_send_video_notes', plural: 'video notes' },
} as const;

/** Everything that can be said of a call without knowing the chat is said first, as the real server does. */
export function deliver({ world, parameters }: MethodCall, make: () => Delivery): Message {
  const delivery = make();
  const reply = readReply(world, parameters);
  const keyboard = readKeyboard(parameters);
  const chat = findChat(world, parameters, 'write');
  const thread = readThread(world, chat, parameters);
  checkRights(world, chat, delivery);
  checkPerson(world, chat);
  const replyTo = resolveReply(chat, reply);
  checkTopic(world, chat, thread);
  world.limits.count(chat);
  if (delivery.kind === 'voice' && world.people.get(chat.wire.id)?.refusesVoices) throw badRequest('VOICE_MESSAGES_FORBIDDEN');
  const stored = post(world, chat, {
    content: {
      from: world.bot,
      ...threadContent(chat, { ...replyTo, threadId: thread }),
      ...delivery.content,
      ...(keyboard && { reply_markup: keyboard }),
      ...(parameters.flag('protect_content') && { has_protected_content: true as const }),
    },
    fileId: delivery.fileId,
    isSilent: parameters.flag('disable_notification'),
  });
  clearActions(world, chat);
  return stored.wire;
}

/** A message of the bot takes its action off the screen. */
function clearActions(world: World, chat: ChatState): void {
  const active = chat.actions.slice(chat.clearedActions).some(({ atMs }) => world.clock.now() - atMs < ACTION_MS);
  chat.clearedActions = chat.actions.length;
  if (active) world.changes.notify();
}

/** text or caption, whose formats stand in `entities`. */
export function readText(
  { world, parameters }: MethodCall,
  names: { readonly text: string; readonly entities: string },
): FormattedText {
  return readFormattedText({
    text: parameters.text(names.text),
    parseMode: parameters.text('parse_mode'),
    entities: parameters.json(names.entities, names.entities),
    findUser: id => findKnownUser(world, id),
  });
}

/** The bot may mention only whom it has seen. */
export const findKnownUser = (world: World, id: number) => {
  const person = world.people.get(id);
  return person?.isKnown ? person.user : undefined;
};

function readThread(world: World, chat: ChatState, parameters: Parameters): number | undefined {
  const threadId = parameters.integer('message_thread_id', { min: 0 });
  if (threadId === 0) return undefined;
  if (!chat.wire.is_forum && chat.wire.type !== 'private') {
    world.violations.push(
      `message_thread_id ${threadId} for a chat without topics: refused by Bot API servers before 9.3, without effect since`,
    );
    return undefined;
  }
  if (!chat.topics.has(threadId)) throw badRequest('message thread not found');
  return threadId;
}

function checkTopic(world: World, chat: ChatState, thread: number | undefined): void {
  const member = chat.members.get(world.bot.id);
  const mayWrite = member?.status === 'administrator' && member.rights.can_manage_topics === true;
  if (thread !== undefined && chat.topics.get(thread)!.isClosed && !mayWrite) throw badRequest('TOPIC_CLOSED');
}

function checkRights(world: World, chat: ChatState, { kind }: Delivery): void {
  if (chat.wire.type === 'private') return;
  const { permission, plural } = permissions[kind];
  if (!may(chat, world.bot.id, permission)) throw badRequest(`not enough rights to send ${plural} to the chat`);
}

interface ReplyRequest {
  readonly messageId: number;
  readonly isOptional: boolean;
  readonly inChat: string;
  readonly quote: string;
  readonly quotePosition: number;
}

function readReply(world: World, parameters: Parameters): ReplyRequest {
  const reply = parameters.json('reply_parameters', 'reply parameters');
  if (reply === undefined) {
    const messageId = parameters.integer('reply_to_message_id', { min: 0 });
    return { messageId, isOptional: parameters.flag('allow_sending_without_reply'), inChat: '', quote: '', quotePosition: 0 };
  }
  if (!isObject(reply)) throw badRequest('object expected as reply parameters');
  if (Object.keys(reply).length === 0) return { messageId: 0, isOptional: true, inChat: '', quote: '', quotePosition: 0 };
  return reading('', () => {
    const quote = readFormattedText({
      text: optionalTextField(reply, 'quote'),
      parseMode: optionalTextField(reply, 'quote_parse_mode'),
      entities: reply.quote_entities,
      findUser: id => findKnownUser(world, id),
    });
    return {
      messageId: Math.max(0, integerField(reply, 'message_id')),
      isOptional: optionalFlagField(reply, 'allow_sending_without_reply'),
      inChat: optionalTextField(reply, 'chat_id'),
      quote: quote.text,
      quotePosition: optionalIntegerField(reply, 'quote_position'),
    };
  });
}

function resolveReply(chat: ChatState, { messageId, isOptional, inChat, quote, quotePosition }: ReplyRequest): ReplyTo {
  if (messageId === 0) return {};
  const original = inChat === '' || inChat === String(chat.wire.id) ? chat.messages.get(messageId) : undefined;
  if (!original && isOptional) return {};
  if (!original) throw badRequest('message to be replied not found');
  if (quote === '') return { messageId };
  const text = original.wire.text ?? original.wire.caption ?? '';
  const position = text.startsWith(quote, quotePosition) ? quotePosition : text.indexOf(quote);
  if (position < 0) throw badRequest('QUOTE_TEXT_INVALID');
  return { messageId, quote: { text: quote, position, isManual: true } };
}
