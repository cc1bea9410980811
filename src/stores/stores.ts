import type { StoreName, StoreValue } from './table.ts';

/**
 * Stores: what may be lost or is guarded by keys, in Keyv (SQLite by default, Redis or Postgres by URL). Consent and keys live in the
 * ledger instead. Every store has a row in table.ts, which says whose data it holds: /forget and /export follow that table, and a
 * store without a row cannot be opened.
 * Keyv reports a failed write as `false` and a failed read as a miss; a Store rejects for both, with 'storage-failed', 'storage-full',
 * 'storage-read-only', 'storage-corrupt' or 'storage-unavailable' (also when an answer takes too long).
 */
export interface Stores {
  open<Name extends StoreName>(name: Name): Store<StoreValue<Name>>;
  /** Whoever has an entry in this store, each once; reads no values. */
  subjects(name: StoreName): Promise<readonly string[]>;
  /** Refuses new work, waits for what is under way. */
  close(): Promise<void>;
}

/**
 * Keys are "<subject>/<detail>", or just "<subject>" where that holds no "/": the subject is the person, the voice or the place that the
 * row names. What stands after the last "/" is the detail; so "discord:guild/77/settings" belongs to "discord:guild/77".
 */
export interface Store<Value> {
  /** undefined: not there, or expired. Rejects when the store cannot be read: never a miss for a failure. */
  get(key: string): Promise<Value | undefined>;
  /** When it resolves, it is as durable as the database: SQLite and Postgres have it on disk, Redis as its operator set it up. */
  set(key: string, value: Value, lifetimeMs?: number): Promise<void>;
  /** Whether it was there. */
  delete(key: string): Promise<boolean>;
  /** Everything of one subject, or of all, as it stood at the first step; what is deleted meanwhile is left out. */
  entries(subject?: string): AsyncIterable<readonly [key: string, value: Value]>;
  /** Deletes all entries of one subject; how many. */
  erase(subject: string): Promise<number>;
}
