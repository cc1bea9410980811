import { randomBytes } from 'node:crypto';
import type { Reply } from '../../../commands/reply.ts';
import type { Where } from '../where.ts';

/**
 * Links: what waits for somebody in the private chat, until they open it by a link from a group: t.me/<bot>?start=<payload>. In memory,
 * for a while, bounded; a payload is random and of use to one person only, once.
 */
export interface Links {
  /** Returns the payload: 1 to 64 of A-Z a-z 0-9 _ -, as Telegram takes it. */
  make(userId: number): string;
  /** Whether it still waits. */
  add(payload: string, whisper: Whisper): boolean;
  open(payload: string, userId: number): readonly Whisper[] | undefined;
}

export interface Whisper {
  readonly reply: Reply;
  /** Where it was asked for. */
  readonly origin: Where;
}

export const linkDefaults = { lifetimeMs: 30 * 60_000, links: 1_000, bytes: 64_000_000 } as const;

interface Entry {
  readonly userId: number;
  readonly atMs: number;
  readonly whispers: Whisper[];
}

export function createLinks(now: () => number, limits: Partial<Record<keyof typeof linkDefaults, number>> = {}): Links {
  const { lifetimeMs, links, bytes } = { ...linkDefaults, ...limits };
  const entries = new Map<string, Entry>();
  let heldBytes = 0;

  function forget(payload: string): void {
    const entry = entries.get(payload);
    if (!entries.delete(payload)) return;
    heldBytes -= entry!.whispers.reduce((sum, whisper) => sum + sizeOf(whisper), 0);
  }

  /** The oldest stand first. */
  function tidy(): void {
    for (const [payload, { atMs }] of entries) {
      const isOld = now() - atMs > lifetimeMs;
      if (!isOld && entries.size <= links && heldBytes <= bytes) return;
      forget(payload);
    }
  }

  return {
    make(userId) {
      const payload = randomBytes(24).toString('base64url');
      entries.set(payload, { userId, atMs: now(), whispers: [] });
      tidy();
      return payload;
    },
    add(payload, whisper) {
      const entry = entries.get(payload);
      entry?.whispers.push(whisper);
      heldBytes += entry ? sizeOf(whisper) : 0;
      tidy();
      return entries.has(payload);
    },
    open(payload, userId) {
      tidy();
      const entry = entries.get(payload);
      if (entry?.userId !== userId) return undefined;
      forget(payload);
      return entry.whispers;
    },
  };
}

function sizeOf({ reply }: Whisper): number {
  if (reply.kind === 'file') return reply.bytes.length;
  if (reply.kind === 'note') return reply.speech.file.length;
  return 'text' in reply ? reply.text.length : 0;
}
