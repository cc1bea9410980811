import { createBucket, createWindow, type Limit } from './limits.ts';

/**
 * ChatLimits: what Telegram asks of bots: about one message a second in a chat, with short bursts; 20 a minute in a group; 30 a second
 * overall. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export const chatLimits = {
  chat: { burst: 5, perSecond: 1 },
  /** A little longer than theirs, for messages travel at different speeds. */
  group: { count: 20, milliseconds: 61_000 },
  overall: { count: 30, milliseconds: 1_050 },
  /** So many of a group's messages are kept for answers: progress takes none of them. */
  keptForAnswers: 8,
} as const;

/** Groups have negative numbers. */
export function limitsOf(chatId: number): readonly Limit[] {
  return chatId < 0 ? [createBucket(chatLimits.chat), createWindow(chatLimits.group)] : [createBucket(chatLimits.chat)];
}
