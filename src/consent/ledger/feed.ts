import type { LedgerEvent } from '../events.ts';

/**
 * Feed: tells followers every event once and in the order of positions, from wherever it came. Own events are passed on from memory;
 * where others may have come in between, it reads what it has not seen.
 */
export interface Feed {
  /** Events that this process has just made durable. Resolves when followers have heard them, if that is possible now. */
  committed(events: readonly LedgerEvent[]): Promise<void>;
  /** There may be something to read. Reading that fails is tried again at the next call. */
  wake(): Promise<void>;
  follow(listener: (event: LedgerEvent) => void): () => void;
  close(): void;
}

export interface FeedSource {
  /** Last event before the feed begins. */
  readonly position: number;
  /** Pages of what comes after a position. */
  readAfter(position: number): AsyncIterable<readonly LedgerEvent[]>;
}

export function createFeed(source: FeedSource): Feed {
  const listeners = new Set<(event: LedgerEvent) => void>();
  let { position } = source;
  let reading: Promise<void> | undefined;
  let again = false;
  let closed = false;

  function deliver(events: readonly LedgerEvent[]): void {
    for (const event of events) {
      position = event.position;
      for (const listener of [...listeners]) tell(listener, event);
    }
  }

  async function read(): Promise<void> {
    try {
      while (again && !closed) {
        again = false;
        for await (const page of source.readAfter(position)) deliver(page);
      }
    } catch {
      // The database is away: whoever watches it wakes this feed when it is back.
    } finally {
      reading = undefined;
    }
  }

  function wake(): Promise<void> {
    again = true;
    reading ??= read();
    return reading;
  }

  return {
    async committed(events) {
      if (!reading && events[0]?.position === position + 1) deliver(events);
      else if (events.length > 0) await wake();
    },
    wake,
    follow(listener) {
      // A wrapper of its own, so that the same function may follow twice.
      const entry = (event: LedgerEvent) => listener(event);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    close() {
      closed = true;
      listeners.clear();
    },
  };
}

/** A listener that throws is a bug: it is not hidden, and keeps no other listener from hearing. */
function tell(listener: (event: LedgerEvent) => void, event: LedgerEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
