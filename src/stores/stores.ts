import type { StoreName, StoreValue } from './table.ts';

/**
 * Stores: what may be lost or is guarded by keys, in Keyv (SQLite by default, Redis or Postgres by URL). Consent and keys live in the
 * ledger instead. Every store has a row in table.ts, which says whose data it holds: /forget and /export follow that table, and a
 * store without a row cannot be opened.
 * Every write is checked: Keyv reports failures as `false`, a Store rejects with a Refusal ('storage-failed', 'storage-full', 'storage-read-only').
 */
export interface Stores {
  open<Name extends StoreName>(name: Name): Store<StoreValue<Name>>;
  /** Refuses new work, waits for writes under way. */
  close(): Promise<void>;
}

/** Keys are "<subject>" or "<subject>/<detail>": the subject is the person, the voice or the place that the row names. */
export interface Store<Value> {
  /** undefined: not there, or expired. Rejects when the store cannot be read: never a miss for a failure. */
  get(key: string): Promise<Value | undefined>;
  /** Durable when it resolves. */
  set(key: string, value: Value, lifetimeMs?: number): Promise<void>;
  /** Whether it was there. */
  delete(key: string): Promise<boolean>;
  /** Everything of one subject, or of all; safe against changes while it is walked. */
  entries(subject?: string): AsyncIterable<readonly [key: string, value: Value]>;
  /** Deletes all entries of one subject; how many. */
  erase(subject: string): Promise<number>;
}
