import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import type { KeyvStorageAdapter } from 'keyv';
import { type Backend, type BackendOptions, expirySweepMs } from '../backend.ts';
import { type FailureKind, plainCause, storageRefusal } from '../failures.ts';
import { within } from '../within.ts';
import { connect, SqliteError } from './connection.ts';

/** Stores in one file of SQLite, for one process. All adapters share a connection: each would open the file anew otherwise, on the event loop. */
const table = 'stores';

/** Patient first: changing the journal takes a lock too. Durable at each commit; deleted bytes are overwritten with zeros. */
const defaultPragmas = { busy_timeout: 1_000, journal_mode: 'WAL', synchronous: 'FULL', secure_delete: 'ON' } as const;

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const byResultCode: Readonly<Record<number, FailureKind>> = {
  3: 'read-only', // PERM
  5: 'unavailable', // BUSY
  6: 'unavailable', // LOCKED
  8: 'read-only', // READONLY
  10: 'unavailable', // IOERR
  11: 'corrupt', // CORRUPT
  13: 'full', // FULL
  14: 'unavailable', // CANTOPEN
  26: 'corrupt', // NOTADB
};

const bySystemCode: Readonly<Record<string, FailureKind>> = {
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

export async function openSqlite({ url, deadlineMs, pragmas }: BackendOptions): Promise<Backend> {
  const path = resolve(url.replace(/^sqlite:(\/\/)?/, ''));
  const place = `"${path}"`;
  const connection = await within(
    deadlineMs,
    prepareFile(path).then(() => connect({ path, pragmas: { ...defaultPragmas, ...pragmas } })),
  ).catch(error => {
    throw storageRefusal(failureOf(error), { store: 'all', place }, plainCause(error));
  });

  return {
    place,
    adapter: () =>
      // Its types ask for a prettier `query` than its own drivers have.
      new KeyvSqlite({
        uri: path,
        table,
        clearExpiredInterval: expirySweepMs,
        driver: { name: 'custom', connect: async () => ({ query: connection.query as Query, close: async () => {} }) },
      }) as unknown as KeyvStorageAdapter,
    async keys(namespace, prefix) {
      const sql = `SELECT key FROM ${table} WHERE namespace = ? AND substr(key, 1, length(?2)) = ?2`;
      return (await connection.query(sql, namespace, prefix)).map(row => (row as { key: string }).key);
    },
    /** The write-ahead log keeps pages as they were before a deletion; a checkpoint empties it. */
    async scrub() {
      await connection.query('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    failureOf,
    close: connection.close,
  };
}

type Query = (sql: string, ...values: unknown[]) => Promise<unknown[]>;

function failureOf(error: unknown): FailureKind {
  if (error instanceof SqliteError) return byResultCode[error.code % 256] ?? 'failed';
  return bySystemCode[(error as NodeJS.ErrnoException).code ?? ''] ?? 'unavailable';
}

/** Folder and file for their owner only. A file that exists stays as it is and is not opened: that would end locks of this process on it. */
async function prepareFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
