import type { Memory } from '../../bot.ts';

/**
 * SeenUpdates: which updates were taken, over restarts too: Telegram delivers again whatever it does not know to have arrived. Numbers rise by
 * one, but after a week of silence they begin anywhere; so ranges are kept, in the order in which they came, the newest so many.
 */
export interface SeenUpdates {
  /** Those that are new, once each. They count as taken from now on; durable when `settled` resolves. */
  take(updateIds: readonly number[]): readonly number[];
  /** Resolves when everything taken so far would be known after a crash. Rejects when it cannot be kept. */
  settled(): Promise<void>;
}

/** Telegram keeps an update for a day. */
export const seenDefaults = { ranges: 200, lifetimeMs: 3 * 86_400_000 } as const;

type IdRange = [first: number, last: number];

export async function loadSeenUpdates(memory: Memory, botId: number): Promise<SeenUpdates> {
  const key = `updates-${botId}`;
  const ranges: IdRange[] = rangesIn(await memory.get(key));
  let writing: Promise<void> | undefined;
  /** The write after that, which everything of now is in. */
  let next: Promise<void> | undefined;
  let isChanged = false;

  function isNew(id: number): boolean {
    if (ranges.some(([first, last]) => id >= first && id <= last)) return false;
    const latest = ranges.at(-1);
    if (latest && id === latest[1] + 1) latest[1] = id;
    else ranges.push([id, id]);
    if (ranges.length > seenDefaults.ranges) ranges.shift();
    isChanged = true;
    return true;
  }

  function write(): Promise<void> {
    next = undefined;
    isChanged = false;
    const written = memory.set(key, ranges, seenDefaults.lifetimeMs).finally(() => {
      if (writing === written) writing = undefined;
    });
    writing = written;
    return written;
  }

  return {
    take: ids => ids.filter(isNew),
    settled() {
      if (!isChanged) return next ?? writing ?? Promise.resolve();
      next ??= (writing ?? Promise.resolve()).then(write, write);
      return next;
    },
  };
}

function rangesIn(value: unknown): IdRange[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (range): range is IdRange => Array.isArray(range) && range.length === 2 && range.every(Number.isSafeInteger),
  );
}
