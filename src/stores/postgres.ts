import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { KeyvPostgres } from '@keyv/postgres';
import type { KeyvStorageAdapter } from 'keyv';
import { type Backend, type BackendOptions, expirySweepMs } from './backend.ts';
import type { FailureKind } from './failures.ts';

/** Stores in one table of Postgres, for several processes. */
const table = 'consonant_stores';
const keyLength = 1024;

export async function openPostgres({ url, deadlineMs }: BackendOptions): Promise<Backend> {
  const { protocol, host, pathname } = new URL(url);
  const settings = {
    uri: url,
    table,
    keyLength,
    // Adapters with equal settings share connections, and the first to close ends them for all: so each opening has a name of its own.
    application_name: `consonant-${randomUUID()}`,
    max: 5,
    connectionTimeoutMillis: deadlineMs,
    statement_timeout: Math.ceil(deadlineMs * 0.8), // so that what was given up is not done after all
    query_timeout: deadlineMs,
    keepAlive: true,
    allowExitOnIdle: true,
    log: survive,
  };
  const adapters: KeyvPostgres[] = [];
  const open = (sweepMs: number) => {
    const adapter = new KeyvPostgres({ ...settings, clearExpiredInterval: sweepMs });
    (adapter as unknown as { _connected: Promise<unknown> })._connected.catch(() => {}); // the first question reports it
    adapter.on('error', () => {});
    adapters.push(adapter);
    return adapter;
  };

  return {
    place: `${protocol}//${host}${pathname}`,
    adapter: () => open(adapters.length === 0 ? expirySweepMs : 0) as unknown as KeyvStorageAdapter,
    async keys(namespace, prefix) {
      const sql = `SELECT key FROM ${table} WHERE namespace = $1 AND starts_with(key, $2)`;
      const rows = await queryOf(adapters[0])(sql, [namespace, prefix]);
      return rows.map(({ key }) => key);
    },
    scrub: async () => {},
    failureOf,
    async close() {
      for (const adapter of adapters) await adapter.disconnect();
    },
  };
}

/**
 * The adapter keeps its pool to itself and listens to no errors of it, so that a lost idle connection would end the process. The pool
 * calls its `log` before it makes the first connection.
 */
function survive(this: EventEmitter): void {
  if (this.listenerCount('error') === 0) this.on('error', () => {});
}

type Query = (sql: string, values: readonly unknown[]) => Promise<readonly { readonly key: string }[]>;

function queryOf(adapter: KeyvPostgres): Query {
  return (adapter as unknown as { query: Query }).query;
}

/** By SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html): the whole code, or its class. */
const byState: Readonly<Record<string, FailureKind>> = {
  '53100': 'full', // disk_full
  '53200': 'full', // out_of_memory
  '25006': 'read-only', // read_only_sql_transaction
  '42501': 'read-only', // insufficient_privilege
  XX001: 'corrupt', // data_corrupted
  XX002: 'corrupt', // index_corrupted
  '08': 'unavailable', // connection exception
  '28': 'unavailable', // invalid authorization
  '3D': 'unavailable', // no such database
  '53': 'unavailable', // too many connections
  '57': 'unavailable', // shut down, or a statement that took too long
};

function failureOf(error: unknown): FailureKind {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return 'unavailable'; // of the network, not of the database
  return byState[code] ?? byState[code.slice(0, 2)] ?? 'failed';
}
