import { createBounded } from '../bounded.ts';
import type { Where } from '../where.ts';
import type { Message } from '../wire.ts';

/**
 * Origins: which group a message with buttons in a private chat is about. A report that somebody makes there is a report of what happened in
 * the group. In memory: of a message from before the start nobody knows.
 */
export interface Origins {
  remember(message: Message, origin: Where): void;
  /** 'unknown': the message is older than this memory. */
  of(message: Message): Where | 'unknown' | undefined;
}

export const originDefaults = { messages: 5_000 } as const;

export function createOrigins(startedAtMs: number): Origins {
  const origins = createBounded<string, Where>({ maximum: originDefaults.messages });
  const keyOf = ({ chat, message_id }: Message) => `${chat.id} ${message_id}`;
  return {
    remember: (message, origin) => origins.set(keyOf(message), origin),
    of: message => origins.get(keyOf(message)) ?? (message.date * 1000 < startedAtMs - 1000 ? 'unknown' : undefined),
  };
}
