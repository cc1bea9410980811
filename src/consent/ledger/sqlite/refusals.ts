import { Refusal } from '../../../errors.ts';
import type { SqliteFailure } from './protocol.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that a person can do something about. */
const byResultCode: Readonly<Record<number, (path: string) => Refusal>> = {
  3: readOnly, // PERM
  5: busy, // BUSY
  6: busy, // LOCKED
  8: readOnly, // READONLY
  10: path => unavailable(path, 'its disk reports an error. Look at the disk, then start again.'), // IOERR
  11: corrupt, // CORRUPT
  13: full, // FULL
  14: path => unavailable(path, 'it cannot be opened. Look at the permissions of the file and its folder.'), // CANTOPEN
  26: corrupt, // NOTADB
};

/** Of the system, when folder and file are made. */
const bySystemCode: Readonly<Record<string, (path: string) => Refusal>> = {
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  ENOENT: missing,
  ENOTDIR: path => unavailable(path, 'a part of its path is a file, not a folder. Choose another path.'),
  EEXIST: path => unavailable(path, 'a part of its path is a file, not a folder. Choose another path.'),
  EISDIR: path => unavailable(path, 'it is a folder. Give the path of a file in it.'),
};

/** A Refusal, or an Error when it is a bug. SQLite's messages name tables and columns, never values. */
export function sqliteError(path: string, failure: SqliteFailure): Error {
  if (failure.heldBy !== undefined) return inUse(path, failure.heldBy);
  if (failure.message.startsWith('no such table')) return missing(path);
  const make = byResultCode[(failure.resultCode ?? 0) % 256];
  return make?.(path) ?? new Error(`SQLite: ${failure.message}`);
}

export function systemError(path: string, error: unknown): unknown {
  return bySystemCode[(error as NodeJS.ErrnoException).code ?? '']?.(path) ?? error;
}

export function unavailable(path: string, why: string): Refusal {
  return new Refusal('ledger-unavailable', `The ledger "${path}" cannot be used: ${why}`, { values: { ledger: path } });
}

function missing(path: string): Refusal {
  return new Refusal('ledger-missing', `There is no ledger at "${path}". Give the path of one that exists.`, {
    values: { ledger: path },
  });
}

function inUse(path: string, holder: string): Refusal {
  return new Refusal(
    'ledger-in-use',
    `The ledger "${path}" is in use by ${holder}. Stop that one first, or give this one another data folder; ` +
      'several processes can share a ledger in Postgres.',
    { values: { ledger: path, holder } },
  );
}

function busy(path: string): Refusal {
  return unavailable(path, 'another program keeps it locked. Close that program, then repeat.');
}

function full(path: string): Refusal {
  const message = `The ledger "${path}" cannot grow: its disk is full. Nothing was changed. Make room on the disk, then repeat.`;
  return new Refusal('ledger-full', message, { values: { ledger: path } });
}

function readOnly(path: string): Refusal {
  const message = `The ledger "${path}" cannot be written: this user may not write there, or the disk is read-only. Change the permissions, or choose another data folder.`;
  return new Refusal('ledger-read-only', message, { values: { ledger: path } });
}

function corrupt(path: string): Refusal {
  const message = `The ledger "${path}" is damaged, or no ledger. Nothing was repaired or reset. Restore the file from a backup; keep the damaged one.`;
  return new Refusal('ledger-corrupt', message, { values: { ledger: path } });
}
