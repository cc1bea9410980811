import type { KeyvStorageAdapter } from 'keyv';
import type { FailureKind } from './failures.ts';

/** Backend: one database, with an adapter of Keyv for each store in it. What Keyv cannot ask for is asked of the database itself. */
export interface Backend {
  /** For messages: a path, or an URL without user and password. */
  readonly place: string;
  /** A new one for each namespace: two Keyv instances on one adapter change its namespace under each other. */
  adapter(namespace: string): KeyvStorageAdapter;
  /** The encoded keys that begin like this, expired ones among them perhaps. */
  keys(namespace: string, prefix: string): Promise<readonly string[]>;
  /** Overwrites what deleted entries have left behind, as far as the database can. */
  scrub(): Promise<void>;
  failureOf(error: unknown): FailureKind;
  close(): Promise<void>;
}

export interface BackendOptions {
  readonly url: string;
  readonly deadlineMs: number;
  /** Of SQLite, over its defaults. */
  readonly pragmas?: Readonly<Record<string, string | number>>;
}

/** How often the databases that do not do so by themselves delete what has expired. */
export const expirySweepMs = 600_000;
