import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Lock: one process at a time. It is a write transaction, held open, on a small database of its own: the operating system ends it with the
 * process, however that ends, so nothing is left over to clean up. Others can still read who holds it.
 */
export interface Lock {
  release(): void;
}

export interface LockOptions {
  /** Of a file that is made; what the umask says is taken away. */
  readonly mode?: number;
  /** Whether the lock is held without a name where the disk has no room for one. Who is refused then reads an earlier one. */
  readonly mayBeNameless?: boolean;
}

/** Two that start at the same time may each write their name before the other one has locked. */
const maxRounds = 20;

/** SQLite's BUSY, FULL and CANTOPEN; the last one, too, when there is no room for the journal. */
const busy = 5;
const noRoom = new Set([13, 14]);

/** Those who are refused read the holder's name, for which whoever is just writing it has to wait. */
const patienceMs = 250;

/** Returns the holder's name if there is one. */
export function takeLock(
  path: string,
  name: string,
  { mode = 0o600, mayBeNameless = false }: LockOptions = {},
): Lock | { readonly heldBy: string } {
  makeFile(path, mode);
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    try {
      lockWithName(database, name);
    } catch (error) {
      if (!mayBeNameless || !noRoom.has(codeOf(error))) throw error;
      // Nothing is written for that, unless nobody ever had the lock: then the file is empty, and this fails as well.
      if (database.isTransaction) database.exec('ROLLBACK');
      database.exec('BEGIN IMMEDIATE');
    }
    return { release: () => database.close() };
  } catch (error) {
    const heldBy = codeOf(error) === busy ? (holderOf(database) ?? 'another process') : undefined;
    database.close();
    if (heldBy === undefined) throw error;
    return { heldBy };
  }
}

/** The name must be committed to be readable, and committing gives the lock away: so it is written, and locked again. */
function lockWithName(database: DatabaseSync, name: string): void {
  database.exec('CREATE TABLE IF NOT EXISTS holder (name TEXT NOT NULL)');
  for (let round = 0; round < maxRounds; round++) {
    database.exec('BEGIN IMMEDIATE');
    if (holderOf(database) === name) return;
    database.exec('DELETE FROM holder');
    database.prepare('INSERT INTO holder (name) VALUES (?)').run(name);
    database.exec('COMMIT');
  }
  throw new Error(`the lock could not be taken in ${maxRounds} rounds`);
}

/** An existing file is not opened here: closing it would end the locks that this process holds on it (POSIX locks are like that). */
function makeFile(path: string, mode: number): void {
  try {
    closeSync(openSync(path, 'wx', mode));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function holderOf(database: DatabaseSync): string | undefined {
  try {
    return database.prepare('SELECT name FROM holder').get()?.name as string | undefined;
  } catch {
    return undefined; // just being created or committed by another process
  }
}

/** sqlite.org/rescode.html, without what extends a code. 0: it is no error of SQLite. */
function codeOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) % 256;
}
