/**
 * Database: what the ledger asks of a database. The ledger itself is written once, in SQL that both understand, so that its behaviour
 * cannot differ; a driver brings connections, transactions and its errors as Refusals.
 * SQL has "?" for values. Rows are arrays, in the order of the columns asked for; integers are numbers.
 */
export type Value = string | number | Uint8Array | null;
export type Row = readonly Value[];
export type Query = (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>;

export interface Database {
  readonly types: ColumnTypes;
  /** One statement by itself; sees only what is committed. */
  readonly query: Query;
  /**
   * Commits when `work` resolves, durable when this resolves; rolls back when it rejects. There is never a second transaction at the
   * same time, in this process or in another one.
   */
  transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  /** Within a transaction: when it commits, the watchers of other processes are called. */
  announce(query: Query): Promise<void>;
  /** Calls `listener` whenever other processes may have committed something: now and then too often, never too seldom. */
  watch(listener: () => void): void;
  /**
   * After deletes: removes what is left of the deleted bytes in logs and free space, as far as the database can. Never rejects: the
   * deletion stands, and what cannot be done now is done later.
   */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** Names of types that differ. TEXT is the same everywhere. */
export interface ColumnTypes {
  /** At least 53 bits; as a primary key it is the order of the rows on disk. */
  readonly integer: string;
  readonly bytes: string;
}
