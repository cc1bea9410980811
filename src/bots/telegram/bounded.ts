/** Bounded: a map that forgets what was not used for longest when it is full, and what is too old. */
export interface Bounded<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): boolean;
  readonly size: number;
}

export interface BoundedOptions {
  readonly maximum: number;
  /** Left out: no age is too old. */
  readonly lifetimeMs?: number;
  readonly now?: () => number;
}

export function createBounded<Key, Value>(options: BoundedOptions): Bounded<Key, Value> {
  const { maximum, lifetimeMs = Number.POSITIVE_INFINITY, now = () => 0 } = options;
  const entries = new Map<Key, { readonly value: Value; readonly atMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (now() - entry.atMs > lifetimeMs) return undefined;
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, atMs: now() });
      if (entries.size > maximum) entries.delete(entries.keys().next().value!);
    },
    delete: key => entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}
