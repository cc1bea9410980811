/**
 * Memory ledger: a Ledger that forgets everything with its storage, for tests of what stands on the seam. Several may share one
 * storage, like several processes one database. Nothing is slow or fails by itself: see laggingLedger and interceptedLedger.
 */
import { createHash } from 'node:crypto';
import type { LedgerEvent, NewEvent } from '../../src/consent/events.ts';
import type { Changes, Ledger, Use, UseLog } from '../../src/consent/ledger.ts';
import { randomId } from '../../src/consent/random-id.ts';
import { Refusal } from '../../src/errors.ts';

export interface MemoryStorage {
  readonly events: LedgerEvent[];
  readonly streams: Map<string, LedgerEvent[]>;
  readonly keys: Map<string, Uint8Array>;
  readonly tokens: Map<string, string>;
  readonly followers: Set<(event: LedgerEvent) => void>;
  uses: Use[];
}

export function createMemoryStorage(): MemoryStorage {
  return { events: [], streams: new Map(), keys: new Map(), tokens: new Map(), followers: new Set(), uses: [] };
}

export function createMemoryLedger({ now = Date.now, storage = createMemoryStorage() } = {}): Ledger {
  const { events, streams, keys, tokens, followers } = storage;
  let closed = false;

  function requireOpen(): void {
    if (closed) throw new Refusal('ledger-unavailable', 'This ledger is closed.');
  }

  function add(stream: string, added: readonly NewEvent[]): LedgerEvent[] {
    const inStream = streams.get(stream) ?? [];
    streams.set(stream, inStream);
    return added.map(event => {
      const last = events.at(-1);
      const atMs = Math.max(Math.trunc(now()), last?.atMs ?? 0);
      const link = { ...structuredClone(event), position: events.length + 1, stream, version: inStream.length + 1, atMs };
      const linked = { ...link, hash: hashOf(link, last?.hash) } as LedgerEvent;
      events.push(linked);
      inStream.push(linked);
      return linked;
    });
  }

  function change({ putKeys = [], destroyKeys = [], forgetNames = [] }: Changes): void {
    for (const { voiceId, wrapped } of putKeys) keys.set(voiceId, Uint8Array.from(wrapped));
    for (const voiceId of destroyKeys) keys.delete(voiceId);
    for (const name of forgetNames) tokens.delete(name);
  }

  return {
    async append(stream, expectedVersion, added, changes = {}) {
      requireOpen();
      const actual = streams.get(stream)?.length ?? 0;
      if (actual !== expectedVersion) {
        throw new Refusal('ledger-conflict', 'Somebody was faster.', { values: { expected: expectedVersion, actual } });
      }
      const appended = add(stream, added);
      change(changes);
      for (const event of appended) for (const follower of [...followers]) follower(event);
      return appended;
    },
    async *read(stream) {
      yield* streams.get(stream) ?? [];
    },
    async *readAll(afterPosition = 0) {
      for (let index = afterPosition; index < events.length; index++) yield events[index];
    },
    follow(listener) {
      const entry = (event: LedgerEvent) => listener(event);
      followers.add(entry);
      return () => void followers.delete(entry);
    },
    key: async voiceId => keys.get(voiceId),
    keyHolders: async () => [...keys.keys()],
    async tokens(names) {
      requireOpen();
      for (const name of names) if (!tokens.has(name)) tokens.set(name, randomId(26));
      return new Map(names.map(name => [name, tokens.get(name)!]));
    },
    async *names() {
      yield* [...tokens];
    },
    uses: createMemoryUses(storage),
    async verify(signal) {
      signal.throwIfAborted();
      const wrong = events.find(({ hash, ...link }, index) => hash !== hashOf(link, events[index - 1]?.hash));
      const broken = wrong && { position: wrong.position, what: `event ${wrong.position} was changed: its hash does not fit` };
      return { events: events.length, head: events.at(-1)?.hash ?? '', ...(broken && { broken }) };
    },
    async close() {
      closed = true;
    },
  };
}

function hashOf(link: object, previous = ''): string {
  const sorted = Object.entries(link).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([sorted, previous]))
    .digest('hex');
}

function createMemoryUses(storage: MemoryStorage): UseLog {
  const remove = async (which: (use: Use) => boolean) => {
    const before = storage.uses.length;
    storage.uses = storage.uses.filter(use => !which(use));
    return before - storage.uses.length;
  };
  const newestFirst = () => storage.uses.toReversed().sort((a, b) => b.atMs - a.atMs);
  return {
    async record(use) {
      storage.uses.push({ ...use });
    },
    list: async (voiceId, { limit, beforeMs = Number.POSITIVE_INFINITY }) =>
      newestFirst()
        .filter(use => use.voiceId === voiceId && use.atMs < beforeMs)
        .slice(0, limit),
    find: async generationId => newestFirst().find(use => use.generationId === generationId),
    marked: async mark => newestFirst().filter(use => (use.mark ?? use.generationId) === mark),
    findByAudio: async audioHash => newestFirst().find(use => use.audioHash === audioHash),
    prune: beforeMs => remove(use => use.atMs < beforeMs),
    erase: voiceId => remove(use => use.voiceId === voiceId),
  };
}

/** The same ledger, heard late: followers hear nothing until `catchUp`, like a process whose database connection is slow. */
export function laggingLedger(ledger: Ledger): Ledger & { catchUp(): void } {
  const waiting: (() => void)[] = [];
  return {
    ...ledger,
    follow: listener => ledger.follow(event => waiting.push(() => listener(event))),
    catchUp() {
      for (const tell of waiting.splice(0)) tell();
    },
  };
}

/** The same ledger, but `before` runs ahead of every append: to fail it, to hold it up, or to let somebody else be faster. */
export function interceptedLedger(ledger: Ledger, before: (stream: string) => unknown): Ledger {
  return {
    ...ledger,
    async append(...values) {
      await before(values[0]);
      return ledger.append(...values);
    },
  };
}
