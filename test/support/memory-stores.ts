/** Memory stores: Stores that forget everything, for tests. Values are copied in and out as JSON or bytes, and expire by the injected clock. */
import type { Store, Stores } from '../../src/stores/stores.ts';
import type { StoreName, StoreValue } from '../../src/stores/table.ts';

export function createMemoryStores({ now = Date.now } = {}): Stores {
  const opened = new Map<StoreName, Store<unknown>>();
  return {
    open<Name extends StoreName>(name: Name) {
      if (!opened.has(name)) opened.set(name, createMemoryStore(now));
      return opened.get(name) as Store<StoreValue<Name>>;
    },
    async subjects(name) {
      const keys = await Array.fromAsync(this.open(name).entries(), ([key]) => key);
      return [...new Set(keys.map(subjectOf))];
    },
    async close() {},
  };
}

/** "discord:guild/77/settings" -> "discord:guild/77". */
function subjectOf(key: string): string {
  const slash = key.lastIndexOf('/');
  return slash < 0 ? key : key.slice(0, slash);
}

function createMemoryStore(now: () => number): Store<unknown> {
  const entries = new Map<string, { readonly value: unknown; readonly expiresAtMs: number }>();

  function live(key: string): unknown {
    const entry = entries.get(key);
    if (entry && entry.expiresAtMs <= now()) entries.delete(key);
    return entries.get(key)?.value;
  }

  return {
    get: async key => structuredClone(live(key)),
    async set(key, value, lifetimeMs = Number.POSITIVE_INFINITY) {
      const copy = value instanceof Uint8Array ? Uint8Array.from(value) : JSON.parse(JSON.stringify(value));
      entries.set(key, { value: copy, expiresAtMs: now() + lifetimeMs });
    },
    async delete(key) {
      const was = live(key) !== undefined;
      entries.delete(key);
      return was;
    },
    async *entries(subject) {
      for (const key of [...entries.keys()]) {
        const value = live(key);
        if (value !== undefined && (subject === undefined || subjectOf(key) === subject))
          yield [key, structuredClone(value)] as const;
      }
    },
    async erase(subject) {
      const keys = [...entries.keys()].filter(key => subjectOf(key) === subject && live(key) !== undefined);
      for (const key of keys) entries.delete(key);
      return keys.length;
    },
  };
}
