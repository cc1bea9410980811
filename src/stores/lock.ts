import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Lock: one process at a time. It is a write transaction, held open, on a small database of its own: the operating system ends it with the
 * process, however that ends, so nothing is left over to clean up. Others can still read who holds it.
 */
export interface Lock {
  release(): void;
}

/** Two that start at the same time may each write their name before the other one has locked. */
const maxRounds = 20;
const busy = 5;

/** Those who are refused read the holder's name, for which whoever is just writing it has to wait. */
const patienceMs = 250;

/** Returns the holder's name if there is one. */
export function takeLock(path: string, name: string): Lock | { readonly heldBy: string } {
  makeFile(path);
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    database.exec('CREATE TABLE IF NOT EXISTS holder (name TEXT NOT NULL)');
    for (let round = 0; round < maxRounds; round++) {
      database.exec('BEGIN IMMEDIATE');
      if (holderOf(database) === name) return { release: () => database.close() };
      // The name must be committed to be readable, and committing gives the lock away: so write it, and lock again.
      database.exec('DELETE FROM holder');
      database.prepare('INSERT INTO holder (name) VALUES (?)').run(name);
      database.exec('COMMIT');
    }
    throw new Error(`the lock ${path} could not be taken in ${maxRounds} rounds`);
  } catch (error) {
    const heldBy = isBusy(error) ? (holderOf(database) ?? 'another process') : undefined;
    database.close();
    if (heldBy === undefined) throw error;
    return { heldBy };
  }
}

/** An existing file is not opened here: closing it would end the locks that this process holds on it (POSIX locks are like that). */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
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

function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === busy;
}
