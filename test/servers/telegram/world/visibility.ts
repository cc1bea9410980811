/** Visibility: which messages of people a bot gets. https://core.telegram.org/bots/features#privacy-mode */
import type { Message, MessageEntity } from '../wire.ts';
import type { ChatState, World } from './world.ts';

const serviceFields = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'forum_topic_created',
  'forum_topic_closed',
  'forum_topic_reopened',
  'group_chat_created',
  'supergroup_chat_created',
] as const satisfies readonly (keyof Message)[];

export const isService = (message: Message) => serviceFields.some(field => message[field] !== undefined);

export function isVisibleToBot(world: World, chat: ChatState, message: Message): boolean {
  if (chat.wire.type === 'private') return !world.people.get(chat.wire.id)?.blocksBot;
  const status = chat.members.get(world.bot.id)?.status ?? 'left';
  if (status === 'left' || status === 'kicked') return false;
  if (status === 'administrator' || !world.privacyMode || isService(message)) return true;
  return message.reply_to_message?.from?.id === world.bot.id || isMeantForBot(world, message);
}

/**
 * A command at the beginning, with this bot's name or without any. A mention is none, whatever BotFather says: the documentation does not name it, and those
 * who tried report that it does not arrive.
 */
function isMeantForBot(world: World, message: Message): boolean {
  const text = message.text ?? message.caption ?? '';
  const own = `@${world.bot.username}`.toLowerCase();
  return (message.entities ?? message.caption_entities ?? []).some(entity => {
    const part = textOf(text, entity).toLowerCase();
    return entity.type === 'bot_command' && entity.offset === 0 && (!part.includes('@') || part.endsWith(own));
  });
}

const textOf = (text: string, { offset, length }: MessageEntity) => text.slice(offset, offset + length);
