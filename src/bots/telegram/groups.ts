import type { Memory } from '../bot.ts';
import { groupPlaceOf } from './ids.ts';

/**
 * Groups: a group stays one place when Telegram gives it a new number, which happens once, when it becomes a supergroup. The place keeps
 * the name that it got first, so that what was allowed and forbidden there goes on to hold; which number belongs to which is remembered.
 */
export interface Groups {
  placeOf(chatId: number): string;
  /** The number that messages go to. */
  currentOf(chatId: number): number;
  /** Durable when it resolves; counts at once. */
  moved(from: number, to: number): Promise<void>;
}

const key = 'moved-groups';

export async function loadGroups(memory: Memory): Promise<Groups> {
  /** New number -> first number. */
  const firsts = new Map(numbersIn(await memory.get(key)));
  const currents = new Map([...firsts].map(([current, first]) => [first, current]));
  let saved = Promise.resolve();

  return {
    placeOf: chatId => groupPlaceOf(firsts.get(chatId) ?? chatId),
    currentOf: chatId => currents.get(chatId) ?? chatId,
    async moved(from, to) {
      const first = firsts.get(from) ?? from;
      if (firsts.get(to) === first || to === first) return saved;
      firsts.set(to, first);
      currents.set(first, to);
      if (from !== first) currents.set(from, to);
      saved = saved.catch(() => {}).then(() => memory.set(key, Object.fromEntries(firsts)));
      return saved;
    },
  };
}

function numbersIn(value: unknown): [number, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([current, first]) => [Number(current), Number(first)]);
}
