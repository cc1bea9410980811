import type { Utterance } from '../../../commands/playback.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';

/**
 * Line: what is to be said in one voice channel, in turn. An utterance leaves the line when its last packet was taken, when it is dropped,
 * and at once when its speech fails: what its voice's owner revoked is gone before the next packet is due.
 */
export interface Line {
  /** Saying first, then waiting. */
  readonly entries: readonly Entry[];
  add(utterance: Utterance, textChannelId: string): void;
  /** The next packet of the first entry, if one is there. Begins to read it when it was not being read. */
  take(): Buffer | undefined;
  /** Cancels its speech. Whether there was such an entry; the first one when no id is given. */
  drop(reason: Error, id?: string): boolean;
}

export interface Entry {
  readonly utterance: Utterance;
  /** Where it was asked for. */
  readonly textChannelId: string;
  /** A packet of it was taken. */
  readonly isHeard: boolean;
}

export interface LineOptions {
  /** There is something to take where there was nothing. */
  readonly onPacket: () => void;
  readonly onStart: (entry: Entry) => void;
  /** It has left the line; without a reason it was taken to its end. */
  readonly onEnd: (entry: Entry, reason?: Error) => void;
}

interface Waiting extends Entry {
  isHeard: boolean;
  reading?: ReadAhead;
}

export function createLine({ onPacket, onStart, onEnd }: LineOptions): Line {
  const entries: Waiting[] = [];

  function remove(entry: Waiting, reason?: Error): void {
    const index = entries.indexOf(entry);
    if (index < 0) return;
    entries.splice(index, 1);
    entry.reading?.stop();
    onEnd(entry, reason);
    if (index === 0) readFirst();
  }

  function readFirst(): void {
    const [first] = entries;
    if (!first || first.reading) return;
    first.reading = createReadAhead(first.utterance.speech.packets, {
      onPacket: () => entries[0] === first && onPacket(),
      onEnd: reason => {
        if (reason) remove(first, reason);
        else if (first.reading?.isOver) remove(first);
      },
    });
  }

  return {
    entries,
    add(utterance, textChannelId) {
      const entry: Waiting = { utterance, textChannelId, isHeard: false };
      entries.push(entry);
      utterance.speech.finished.catch(reason => remove(entry, reason as Error));
      readFirst();
    },
    take() {
      const [first] = entries;
      const packet = first?.reading?.take();
      if (packet && !first.isHeard) {
        first.isHeard = true;
        onStart(first);
      }
      if (first?.reading?.isOver) remove(first);
      return packet;
    },
    drop(reason, id) {
      const entry = id === undefined ? entries[0] : entries.find(({ utterance }) => utterance.id === id);
      if (!entry) return false;
      entry.utterance.speech.cancel(reason);
      remove(entry, reason);
      return true;
    },
  };
}
