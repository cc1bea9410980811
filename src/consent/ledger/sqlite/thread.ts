/** Thread: SQLite at work, off the event loop, since each commit waits for the disk. Opens, then answers one request after another. */
import { statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { type Lock, takeLock } from '../../../stores/lock.ts';
import type { Row, Value } from '../database.ts';
import type { Answer, Request, SqliteFailure, Start } from './protocol.ts';

const port = parentPort!;
const start = workerData as Start;

/** How long a statement waits for a reader in another process (`ledger verify`) before it gives up; all others wait with it. */
const busyTimeoutMs = 200;

/** A file that is no database shows it now. */
const firstLook = 'SELECT 1 FROM sqlite_schema';

/** SQLite's READONLY and CANTOPEN. */
const cannotMeet = [8, 14];

let lock: Lock | undefined;
const database = open();
if (database) {
  const statements = new Map<string, StatementSync>();
  port.on('message', (request: Request) => {
    if (request) return answer(() => run(database, statements, request.sql, request.values));
    answer(() => {
      database.close();
      lock?.release();
      return [];
    });
    port.close();
  });
}

function open(): DatabaseSync | undefined {
  try {
    if (!start.readOnly) {
      const taken = takeLock(`${start.path}.lock`, start.holder);
      if ('heldBy' in taken) return fail({ heldBy: taken.heldBy, message: 'the ledger is in use' });
      lock = taken;
    }
    const opened = start.readOnly ? openToLook(start.path) : new DatabaseSync(start.path, { timeout: busyTimeoutMs });
    for (const [name, value] of Object.entries(start.pragmas)) opened.exec(`PRAGMA ${name} = ${value}`);
    opened.exec(firstLook);
    port.postMessage({ rows: [] } satisfies Answer);
    return opened;
  } catch (error) {
    lock?.release();
    return fail(toFailure(error));
  }
}

/**
 * Beside a database with a log SQLite keeps a file in which readers and writers meet. Where that cannot be made, as on a disk that is
 * read-only, there can be no writer either; unless there is a log that must be read as well, the database is then taken as it stands.
 */
function openToLook(path: string): DatabaseSync {
  try {
    const opened = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
    opened.exec(firstLook);
    return opened;
  } catch (error) {
    const { resultCode = 0 } = toFailure(error);
    if (!cannotMeet.includes(resultCode % 256) || hasLog(path)) throw error;
    const asItStands = pathToFileURL(path);
    asItStands.searchParams.set('immutable', '1');
    return new DatabaseSync(asItStands, { readOnly: true });
  }
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function fail(failure: SqliteFailure): undefined {
  port.postMessage({ failure } satisfies Answer);
}

function run(
  database: DatabaseSync,
  statements: Map<string, StatementSync>,
  sql: string,
  values: readonly Value[],
): readonly Row[] {
  let statement = statements.get(sql);
  if (!statement) {
    statement = database.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
  }
  return statement.all(...values) as unknown as readonly Row[];
}

function answer(work: () => readonly Row[]): void {
  try {
    port.postMessage({ rows: work() } satisfies Answer);
  } catch (error) {
    fail(toFailure(error));
  }
}

function toFailure(error: unknown): SqliteFailure {
  const { errcode, message } = error as { errcode?: number; message: string };
  return { resultCode: errcode, message };
}
