import { isGroup } from './ids.ts';
import type { Message } from './wire.ts';

/** Where: a place in Telegram that answers go to, and who they are for. As text it is the address of a request: numbers only. */
export interface Where {
  readonly chatId: number;
  /** Of a topic in a forum. */
  readonly threadId?: number;
  /** The message that is answered. */
  readonly messageId?: number;
  readonly userId: number;
}

/** Groups without topics number their threads of replies too; those are no places to send to. */
export function whereOf({ chat, message_id, message_thread_id, is_topic_message }: Message, userId: number): Where {
  return {
    chatId: chat.id,
    messageId: message_id,
    userId,
    ...(is_topic_message && message_thread_id !== undefined ? { threadId: message_thread_id } : {}),
  };
}

export function privateWhere(userId: number): Where {
  return { chatId: userId, userId };
}

export function isIn(where: Where): 'group' | 'private' {
  return isGroup(where.chatId) ? 'group' : 'private';
}

export function addressOf({ chatId, userId, threadId = 0, messageId = 0 }: Where): string {
  return [chatId, userId, threadId, messageId].join(' ');
}

/** undefined: not one of ours. */
export function whereFrom(address: string): Where | undefined {
  const numbers = address.split(' ').map(Number);
  if (numbers.length !== 4 || !numbers.every(Number.isSafeInteger)) return undefined;
  const [chatId, userId, threadId, messageId] = numbers as [number, number, number, number];
  return { chatId, userId, ...(threadId ? { threadId } : {}), ...(messageId ? { messageId } : {}) };
}
