import { randomUUID } from 'node:crypto';
import type { Button } from '../../commands/reply.ts';

/**
 * Room: what was said in every chat of the playground, newest last, in memory and bounded; and who follows it. Whatever is put here is seen
 * by everybody who looks at that chat, or by one person alone.
 */
export interface Room {
  say(message: Omit<Message, 'id' | 'atMs'>): Message;
  /** Its buttons have done what they can; nothing where it is gone. */
  takeButtons(id: string): void;
  /** Takes it back, from everybody who looks. Returns what it was. */
  remove(id: string): Message | undefined;
  /** Passing news: seen by whoever follows now, kept nowhere. */
  tell(news: News): void;
  /** Everything that is kept, then what comes, until `signal` aborts. */
  follow(listener: (event: RoomEvent) => void, signal: AbortSignal): void;
  find(id: string): Message | undefined;
}

export interface Message {
  readonly id: string;
  readonly atMs: number;
  /** "den", or "private/ada". */
  readonly chat: string;
  /** Absent: the bot. */
  readonly from?: string;
  /** The only person who sees it. */
  readonly to?: string;
  readonly text: string;
  /** To be read aloud. */
  readonly sentence?: string;
  readonly media?: Media;
  readonly buttons?: readonly Button[];
  /** It asks for a decision, and has no buttons once that was made. */
  readonly isOnce?: true;
}

export interface Media {
  readonly kind: 'note' | 'picture' | 'file';
  /** Of media.ts. */
  readonly id: string;
  readonly name: string;
  readonly seconds?: number;
  /** Base64 of up to 256 bytes, one a bar. */
  readonly waveform?: string;
  readonly alt?: string;
}

export type News =
  | { readonly kind: 'progress'; readonly chat: string; readonly to: string; readonly request: string; readonly text?: string }
  | { readonly kind: 'live'; readonly id: string; readonly state: 'starts' | 'ends' | 'cut'; readonly label: string };

export type RoomEvent =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gone'; readonly id: string }
  | News;

export const roomDefaults = { messages: 500 } as const;

export function createRoom(now: () => number): Room {
  const messages = new Map<string, Message>();
  const listeners = new Set<(event: RoomEvent) => void>();
  const tell = (event: RoomEvent) => {
    for (const listener of listeners) listener(event);
  };

  function keep(message: Message): void {
    messages.set(message.id, message);
    const [oldest] = messages.keys();
    if (messages.size > roomDefaults.messages) messages.delete(oldest!);
    tell({ kind: 'message', message });
  }

  return {
    say(facts) {
      const message = { id: randomUUID(), atMs: now(), ...facts };
      keep(message);
      return message;
    },
    takeButtons(id) {
      const { buttons: _, ...message } = messages.get(id) ?? {};
      if ('id' in message) keep(message);
    },
    remove(id) {
      const message = messages.get(id);
      if (messages.delete(id)) tell({ kind: 'gone', id });
      return message;
    },
    tell,
    follow(listener, signal) {
      for (const message of messages.values()) listener({ kind: 'message', message });
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    find: id => messages.get(id),
  };
}
