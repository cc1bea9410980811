import { access, constants, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database, Query } from '../database.ts';
import { createTurns } from '../turns.ts';
import { type Connection, connect } from './connection.ts';
import { systemError } from './refusals.ts';

/** Database on SQLite (node:sqlite): one file, one process. */
export interface SqliteOptions {
  readonly path: string;
  /** Needs no write access and takes no lock: beside a process that has the ledger, or on a backup. */
  readonly readOnly?: boolean;
  readonly pragmas?: Readonly<Record<string, string | number>>;
  /** Of one statement. */
  readonly deadlineMs?: number;
}

export const sqliteDefaults = {
  deadlineMs: 30_000,
  /** Durable at each commit; deleted bytes are overwritten with zeros. */
  pragmas: { journal_mode: 'WAL', synchronous: 'FULL', secure_delete: 'ON', foreign_keys: 'ON' },
} as const;

export async function createSqliteDatabase(options: SqliteOptions): Promise<Database> {
  const { path, readOnly = false, deadlineMs = sqliteDefaults.deadlineMs } = options;
  await (readOnly ? requireFile(path) : prepareFile(path)).catch(error => {
    throw systemError(path, error);
  });
  const pragmas = readOnly ? {} : { ...sqliteDefaults.pragmas, ...options.pragmas };
  const connection = await connect({ path, readOnly, pragmas, deadlineMs });
  const turns = createTurns();
  const scrubbing = createScrubbing(connection, readOnly);
  try {
    await scrubbing.now(); // a crash may have come between a destruction and its scrubbing
  } catch (error) {
    await connection.close();
    throw error;
  }

  return {
    types: { integer: 'INTEGER', bytes: 'BLOB' },
    query: (sql, values) => turns(() => connection.run(sql, values)),
    transaction: work => turns(() => inTransaction(connection, work).then(scrubbing.afterCommit)),
    announce: async () => {},
    watch() {},
    scrub: () => turns(scrubbing.now).catch(() => undefined),
    close: () => turns(() => connection.close()),
  };
}

async function inTransaction<Result>(connection: Connection, work: (query: Query) => Promise<Result>): Promise<Result> {
  await connection.run('BEGIN IMMEDIATE');
  try {
    const result = await work(connection.run);
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    // Where SQLite has rolled back by itself, as for a full disk, there is nothing left to roll back.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * The write-ahead log keeps pages as they were before a deletion. A checkpoint copies the new ones into the database and empties the log;
 * it has to wait for readers in other processes, so what it could not do is tried again after the next commit.
 */
function createScrubbing(connection: Connection, readOnly: boolean) {
  let due = false;
  const now = async (): Promise<void> => {
    if (readOnly) return;
    due = true;
    const [[isBusy]] = await connection.run('PRAGMA wal_checkpoint(TRUNCATE)');
    due = isBusy !== 0;
  };
  return {
    now,
    async afterCommit<Result>(result: Result): Promise<Result> {
      if (due) await now().catch(() => undefined); // the commit stands
      return result;
    },
  };
}

/** Makes folder and file, readable for their owner only; a file that exists stays as it is. */
async function prepareFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await access(dirname(path), constants.W_OK);
  for (const file of [path, `${path}.lock`]) await createFile(file);
}

/** Never opens a file that exists: closing it would end the locks that SQLite holds on it in this process (POSIX locks are like that). */
async function createFile(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if ((await stat(path)).isDirectory()) throw isFolder();
  }
}

async function requireFile(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) throw isFolder();
  await access(path, constants.R_OK);
}

function isFolder(): Error {
  return Object.assign(new Error('a folder'), { code: 'EISDIR' });
}
