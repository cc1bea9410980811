/** Replies: what of the message replied to, and of the topic, stands in a message. */
import type { SendOptions } from '../control.ts';
import type { Message } from '../wire.ts';
import { type Content, withoutReply } from './posting.ts';
import type { ChatState } from './world.ts';

export interface ReplyTo {
  readonly messageId?: number;
  readonly quote?: { readonly text: string; readonly position: number; readonly isManual: boolean };
  readonly threadId?: number;
}

/** For a person: throws where a client would not let them. */
export function replyContent(chat: ChatState, { replyTo, quote, threadId }: SendOptions): Partial<Content> {
  const original = replyTo && chat.messages.get(replyTo.id)?.wire;
  if (replyTo && (!original || replyTo.chatId !== chat.wire.id))
    throw new Error(`There is no message ${replyTo.id} here to reply to.`);
  if (quote === undefined) return threadContent(chat, { messageId: original?.message_id, threadId });
  const position = (original?.text ?? original?.caption ?? '').indexOf(quote);
  if (position < 0) throw new Error('The quote is no part of the message replied to.');
  return threadContent(chat, { messageId: original?.message_id, threadId, quote: { text: quote, position, isManual: true } });
}

/** Every message in a topic replies to something, at least to the topic's first message; in other supergroups replies name the thread they are in. */
export function threadContent(chat: ChatState, { messageId, quote, threadId }: ReplyTo): Partial<Content> {
  const original = messageId === undefined ? undefined : chat.messages.get(messageId)?.wire;
  const topicId = threadId ?? (original?.is_topic_message ? original.message_thread_id : undefined);
  const topic = topicId === undefined ? undefined : chat.topics.get(topicId);
  const replied = original ?? topic?.created;
  return {
    ...(topic ? { message_thread_id: topicId, is_topic_message: true as const } : replyThread(chat, original)),
    ...(replied && { reply_to_message: withoutReply(replied) }),
    ...(quote && { quote: { text: quote.text, position: quote.position, ...(quote.isManual && { is_manual: true as const }) } }),
  };
}

function replyThread(chat: ChatState, original: Message | undefined): Partial<Content> {
  if (!original || chat.wire.type !== 'supergroup' || chat.wire.is_forum) return {};
  return { message_thread_id: original.message_thread_id ?? original.message_id };
}
