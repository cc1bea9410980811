import type { Row, Value } from '../database.ts';

/** Protocol: what goes between this process and the thread in which SQLite works. Answers come in the order of the requests. */
export interface Start {
  readonly path: string;
  readonly readOnly: boolean;
  /** Set when the database is opened; see {@link sqliteDefaults}. */
  readonly pragmas: Readonly<Record<string, string | number>>;
  /** Who holds the ledger, for whoever is refused: "process 12 on host". */
  readonly holder: string;
}

/** undefined: close, and end the thread. */
export type Request = { readonly sql: string; readonly values: readonly Value[] } | undefined;

export type Answer = { readonly rows: readonly Row[] } | { readonly failure: SqliteFailure };

export interface SqliteFailure {
  /** SQLite's extended result code; undefined when it was no error of SQLite. */
  readonly resultCode?: number;
  /** Set when another process has the ledger. */
  readonly heldBy?: string;
  readonly message: string;
}
