import pg from 'pg';

/** Settings: how every connection of the ledger to Postgres is made, with a deadline on whatever waits. */
export interface PostgresSettings {
  /** Of a connection, and of one statement. */
  readonly deadlineMs: number;
  readonly connections: number;
  /** Between looks whether the connection that listens is still alive. */
  readonly heartbeatMs: number;
  /** Before a lost connection is made again: the first pause, doubled up to the longest. */
  readonly shortestPauseMs: number;
  readonly longestPauseMs: number;
}

export const postgresDefaults: PostgresSettings = {
  deadlineMs: 10_000,
  connections: 4,
  heartbeatMs: 5_000,
  shortestPauseMs: 100,
  longestPauseMs: 5_000,
};

export interface Connecting {
  readonly url: string;
  readonly name: string;
  readonly deadlineMs: number;
}

export function clientConfig({ url, name, deadlineMs }: Connecting): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: deadlineMs,
    query_timeout: deadlineMs,
    statement_timeout: deadlineMs,
    // A process that stands still within a transaction does not keep all others from writing.
    idle_in_transaction_session_timeout: deadlineMs,
    keepAlive: true,
    types: { getTypeParser },
  };
}

const int8 = 20;

/** Positions and times are far below 2^53: they come as numbers, not as strings. */
const getTypeParser = ((type: number, format?: 'text') =>
  type === int8 ? Number : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser;

/** "postgres://host:5432/database": without user and password, for messages. */
export function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
