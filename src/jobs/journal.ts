import type { Form, PersonId, PlaceId, VoiceId } from '../consent/identity.ts';
import type { Store } from '../stores/stores.ts';
import type { SpeakJob } from './queue.ts';

/**
 * Journal: accepted jobs whose reply is still owed, so that a restart can finish them or apologise. The only place where a text lies at
 * rest: minutes long, sealed whole (the reply's address may hold a token of the platform) with the key of the voice that it is for.
 */
export interface Journal {
  /** Durable when it resolves. */
  write(entry: JournalEntry): Promise<void>;
  remove(entry: { readonly id: string; readonly voiceId: VoiceId }): Promise<void>;
  /**
   * What an earlier run still owes, oldest first; ask before the first job of this run. Answer each, with a new job or an apology, and
   * remove it then. Entries that cannot be read, since the key of the voice is destroyed, are only counted; the store lets them expire.
   */
  pending(): Promise<{ readonly replies: readonly PendingReply[]; readonly unreadable: number }>;
}

export interface JournalEntry {
  readonly id: string;
  readonly voiceId: VoiceId;
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  readonly form: Form;
  readonly job: SpeakJob & { readonly address: string };
  readonly acceptedAtMs: number;
}

export interface PendingReply extends JournalEntry {
  readonly ageSeconds: number;
}

export interface JournalPorts {
  readonly store: Store<Uint8Array>;
  seal(voiceId: VoiceId, item: string, bytes: Uint8Array): Promise<Uint8Array> | Uint8Array;
  /** Throws when the key is gone, or the bytes are not what was sealed as `item`. */
  open(voiceId: VoiceId, item: string, bytes: Uint8Array): Promise<Uint8Array> | Uint8Array;
  readonly now?: () => number;
}

/** As long as Discord lets a bot answer. */
export const journalDefaults = { lifetimeSeconds: 900 } as const;

/** Of the sealed JSON. */
const format = 1;

export function createJournal({ store, seal, open, now = Date.now }: JournalPorts): Journal {
  const lifetimeMs = journalDefaults.lifetimeSeconds * 1000;

  /** undefined: not to be read, now or ever. */
  async function read(key: string, sealed: Uint8Array): Promise<JournalEntry | undefined> {
    const [voiceId, id] = key.split('/');
    try {
      const plain = Buffer.from(await open(voiceId, itemOf(id), sealed)).toString('utf8');
      const { format: found, ...entry } = JSON.parse(plain);
      return found === format ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async write(entry) {
      const plain = Buffer.from(JSON.stringify({ format, ...entry }));
      await store.set(keyOf(entry), await seal(entry.voiceId, itemOf(entry.id), plain), lifetimeMs);
    },
    async remove(entry) {
      await store.delete(keyOf(entry));
    },
    async pending() {
      const replies: PendingReply[] = [];
      let unreadable = 0;
      for await (const [key, sealed] of store.entries()) {
        const entry = await read(key, sealed);
        if (!entry) {
          unreadable++;
          continue;
        }
        const ageMs = Math.max(0, now() - entry.acceptedAtMs);
        if (ageMs < lifetimeMs) replies.push({ ...entry, ageSeconds: ageMs / 1000 });
        else await store.delete(key);
      }
      return { replies: replies.toSorted((a, b) => a.acceptedAtMs - b.acceptedAtMs), unreadable };
    },
  };
}

function keyOf({ voiceId, id }: { readonly voiceId: VoiceId; readonly id: string }): string {
  return `${voiceId}/${id}`;
}

function itemOf(id: string): string {
  return `journal/${id}`;
}
