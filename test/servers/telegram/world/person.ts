/** Person: somebody with a Telegram client, who writes, speaks, forwards, edits, presses buttons. Wrong use by a test is thrown at it. */

import type { ChatControl, GroupControl, Person, PersonOptions, SendOptions, ShownMessage } from '../control.ts';
import { findEntities, inOrder } from '../entities/found.ts';
import type { MessageEntity, MessageOrigin, User } from '../wire.ts';
import { addFile, contentOf } from './media.ts';
import { type Content, post, publish } from './posting.ts';
import { pressButton } from './press.ts';
import { replyContent } from './replies.ts';
import { senderOf } from './senders.ts';
import { createChatControl, show } from './show.ts';
import { isVisibleToBot } from './visibility.ts';
import {
  type ChatState,
  createChat,
  defined,
  everybodyMay,
  nextUserId,
  type PersonState,
  unixSeconds,
  type World,
} from './world.ts';

const MAX_TEXT_UNITS = 4096;

export function createPerson(world: World, options: PersonOptions): Person {
  if (options.refusesVoices && !options.isPremium)
    throw new Error(`${options.firstName}: only premium people can refuse voices.`);
  const user: User = defined({
    id: nextUserId(world),
    is_bot: false,
    first_name: options.firstName,
    last_name: options.lastName,
    username: options.username,
    language_code: options.languageCode,
    ...(options.isPremium ? { is_premium: true as const } : {}),
  });
  const state: PersonState = {
    user,
    hasStarted: false,
    blocksBot: false,
    refusesVoices: options.refusesVoices ?? false,
    isKnown: false,
  };
  world.people.set(user.id, state);

  const privateChat = createChatControl(world, () => world.chats.get(user.id), user.id);

  /** Opens the private chat on the first message, and checks that the person may write. */
  const chatFor = (control: Pick<ChatControl, 'id'>, permission: string, threadId?: number): ChatState => {
    if (control.id === user.id) {
      if (state.blocksBot) throw new Error(`${user.first_name} has blocked the bot and must unblock it before writing.`);
      state.hasStarted = true;
      return openPrivateChat(world, state);
    }
    const chat = world.chats.get(control.id);
    if (!chat) throw new Error(`${user.first_name} cannot see the chat ${control.id}.`);
    const member = chat.members.get(user.id);
    if (!member || member.status === 'left' || member.status === 'kicked')
      throw new Error(`${user.first_name} is not in ${chat.wire.title}.`);
    if (chat.migratedTo) throw new Error(`${chat.wire.title} was upgraded: write into the supergroup.`);
    const permissions =
      member.status === 'restricted' ? member.permissions : member.status === 'member' ? chat.permissions : everybodyMay;
    if (permissions[permission] === false) throw new Error(`${user.first_name} has no ${permission} in ${chat.wire.title}.`);
    const topic = threadId === undefined ? undefined : chat.topics.get(threadId);
    if (threadId !== undefined && !topic) throw new Error(`There is no topic ${threadId} in ${chat.wire.title}.`);
    if (topic?.isClosed && member.status !== 'creator' && member.status !== 'administrator')
      throw new Error(`Topic ${threadId} is closed.`);
    return chat;
  };

  const send = (
    chat: ChatState,
    content: Content,
    { fileId, options = {} }: { fileId?: string; options?: SendOptions } = {},
  ): ShownMessage =>
    show(
      world,
      post(world, chat, { content: { ...senderOf(chat, user, options.as), ...replyContent(chat, options), ...content }, fileId }),
    );

  const text = (body: string, chosen: readonly MessageEntity[] = []): Content => {
    if (body.trim() === '' || body.length > MAX_TEXT_UNITS)
      throw new Error(`A client sends 1 to ${MAX_TEXT_UNITS} units of text, not ${body.length}.`);
    const entities = inOrder([...chosen, ...findEntities(body, chosen)]);
    return entities.length > 0 ? { text: body, entities } : { text: body };
  };

  const person: Person = {
    user,
    id: user.id,
    privateChat,
    start(payload) {
      if (payload !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(payload))
        throw new Error(`"${payload}" is no payload of a deep link.`);
      state.blocksBot = false;
      return person.send(privateChat, payload === undefined ? '/start' : `/start ${payload}`);
    },
    startInGroup(group: GroupControl, payload) {
      if (payload !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(payload))
        throw new Error(`"${payload}" is no payload of a deep link.`);
      if (['left', 'kicked'].includes(group.member('bot').status)) group.addBot(person);
      return person.send(group, `/start@${world.bot.username}${payload === undefined ? '' : ` ${payload}`}`);
    },
    send: (chat, body, options) =>
      send(chatFor(chat, 'can_send_messages', options?.threadId), text(body, options?.entities), { options }),
    sendMedia(chat, media, options) {
      const permission = {
        voice: 'can_send_voice_notes',
        audio: 'can_send_audios',
        video_note: 'can_send_video_notes',
        document: 'can_send_documents',
        photo: 'can_send_photos',
        video: 'can_send_videos',
      };
      const at = chatFor(chat, permission[media.kind], options?.threadId);
      const file = addFile(world, media);
      const caption = media.caption ? text(media.caption, options?.entities) : undefined;
      const content = {
        ...contentOf(file),
        ...(caption && { caption: caption.text, ...(caption.entities && { caption_entities: caption.entities }) }),
      };
      return send(at, content, { fileId: file.fileId, options });
    },
    forward(message, to, { hidden = false, threadId } = {}) {
      const original = world.chats.get(message.chatId)?.messages.get(message.id);
      if (!original || !message.from) throw new Error(`Message ${message.id} cannot be forwarded.`);
      if (original.wire.has_protected_content) throw new Error(`Message ${message.id} is protected from forwarding.`);
      const {
        message_id: _,
        date,
        chat: __,
        from,
        reply_to_message: ___,
        quote: ____,
        edit_date: _____,
        reply_markup: ______,
        ...content
      } = original.wire;
      const origin: MessageOrigin = hidden
        ? { type: 'hidden_user', date, sender_user_name: [from!.first_name, from!.last_name].filter(Boolean).join(' ') }
        : { type: 'user', date, sender_user: from! };
      const { message_thread_id: _______, is_topic_message: ________, ...body } = content;
      const forwarded = { ...body, forward_origin: content.forward_origin ?? origin };
      return send(chatFor(to, 'can_send_messages', threadId), forwarded, { fileId: original.fileId, options: { threadId } });
    },
    edit(message, body) {
      const chat = world.chats.get(message.chatId);
      const stored = chat?.messages.get(message.id);
      if (!chat || !stored || stored.wire.from?.id !== user.id)
        throw new Error(`${user.first_name} cannot edit message ${message.id}.`);
      const changed = text(body);
      const { entities: _, caption_entities: __, ...rest } = stored.wire;
      const asCaption = { caption: changed.text, ...(changed.entities && { caption_entities: changed.entities }) };
      stored.wire = { ...rest, ...(stored.wire.text === undefined ? asCaption : changed), edit_date: unixSeconds(world) };
      if (isVisibleToBot(world, chat, stored.wire)) publish(world, { edited_message: stored.wire });
      world.changes.notify();
      return show(world, stored);
    },
    deleteMessage(message) {
      world.chats.get(message.chatId)?.messages.delete(message.id);
      world.changes.notify();
    },
    press: (message, label) => pressButton(world, state, { message, label }),
    blockBot() {
      state.blocksBot = true;
      changeOwnMembership(world, state, 'kicked');
    },
    unblockBot() {
      state.blocksBot = false;
      changeOwnMembership(world, state, 'member');
    },
    setRefusesVoices(refuses) {
      if (refuses && !user.is_premium) throw new Error(`${user.first_name}: only premium people can refuse voices.`);
      state.refusesVoices = refuses;
    },
  };
  return person;
}

export function openPrivateChat(world: World, { user }: PersonState): ChatState {
  const { id, first_name, last_name, username } = user;
  return world.chats.get(id) ?? createChat(world, { id, type: 'private', first_name, last_name, username });
}

/** Blocking and unblocking reach the bot as its own membership in the private chat. */
function changeOwnMembership(world: World, person: PersonState, status: 'kicked' | 'member'): void {
  const member = (of: 'kicked' | 'member') => ({ status: of, user: world.bot, ...(of === 'kicked' ? { until_date: 0 } : {}) });
  publish(world, {
    my_chat_member: {
      chat: openPrivateChat(world, person).wire,
      from: person.user,
      date: unixSeconds(world),
      old_chat_member: member(status === 'kicked' ? 'member' : 'kicked'),
      new_chat_member: member(status),
    },
  });
}
