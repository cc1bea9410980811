/** Thread: SQLite at work, off the event loop, since each commit waits for the disk. Opens, then answers one request after another. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Request, Start } from './connection.ts';

const port = parentPort!;
const { path, pragmas } = workerData as Start;
const statements = new Map<string, StatementSync>();

let database: DatabaseSync;
answer(() => {
  database = new DatabaseSync(path);
  for (const [name, value] of Object.entries(pragmas)) database.exec(`PRAGMA ${name} = ${value}`);
  return database.prepare('SELECT name FROM sqlite_schema').all(); // a file that is no database shows it now
});

port.on('message', (request: Request) => {
  answer(() => (request ? run(request.sql, request.values) : close()));
  if (!request) port.close();
});

function run(sql: string, values: readonly SQLInputValue[]): unknown[] {
  let statement = statements.get(sql);
  if (!statement) {
    statement = database.prepare(sql);
    statements.set(sql, statement);
  }
  return statement.all(...values);
}

function close(): unknown[] {
  database.close();
  return [];
}

function answer(work: () => unknown[]): void {
  try {
    port.postMessage({ rows: work() } satisfies Answer);
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string };
    port.postMessage({ failure: { resultCode: errcode ?? 0, message } } satisfies Answer);
  }
}
