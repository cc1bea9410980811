/** Helpers: parts of the Telegram bot by themselves. */
import type { Memory } from '../../../src/bots/bot.ts';
import type { Groups } from '../../../src/bots/telegram/groups.ts';

/** Groups of which none ever moved. */
export function createGroups(): Groups {
  return { placeOf: chatId => `telegram:chat/${chatId}`, currentOf: chatId => chatId, moved: async () => {} };
}

/** Keeps what it is given as JSON, as a store does. */
export function createMemory(kept = new Map<string, string>()): Memory & { readonly kept: Map<string, string> } {
  return {
    kept,
    get: async key => JSON.parse(kept.get(key) ?? 'null') ?? undefined,
    set: async (key, value) => void kept.set(key, JSON.stringify(value)),
  };
}
