import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../../errors.ts';

/** Disk: what may be wrong with the place where models go: too little room, before or meanwhile, and no leave to write. */
const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);

/** Refuses ('disk-space') when there is less room than that where `path` is or is to be. */
export async function requireSpace(path: string, needsBytes: number): Promise<void> {
  const freeBytes = await freeSpace(path);
  if (freeBytes >= needsBytes) return;
  throw new Refusal(
    'disk-space',
    `There are ${gigabytes(freeBytes)} GB free where the model goes ("${path}") and ${gigabytes(needsBytes)} GB are needed. Make room, or set ` +
      'CONSONANT_MODELS to a folder on another disk.',
    { values: { free: gigabytes(freeBytes), needed: gigabytes(needsBytes) } },
  );
}

/** Of the nearest folder that is there already. */
async function freeSpace(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    return freeSpace(dirname(path));
  }
}

const full = new Set(['ENOSPC', 'EDQUOT']);
const noLeave = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR']);

/** What SQLite says of the same (sqlite.org/rescode.html): PERM, READONLY, FULL, CANTOPEN. */
const bySqliteCode: Readonly<Record<number, string>> = { 3: 'EPERM', 8: 'EROFS', 13: 'ENOSPC', 14: 'EACCES' };

interface DiskError extends NodeJS.ErrnoException {
  /** SQLite's. */
  readonly errcode?: number;
}

/**
 * A full disk and a folder that may not be written to are nobody's bug; any other error is given back as it is. `place`: what was written to, where the
 * error does not say it.
 */
export function asRefusal(error: unknown, what: string, place?: string): unknown {
  const { code: systemCode = '', errcode = 0, path = place, message } = error as DiskError;
  const sqliteCode = bySqliteCode[errcode % 256];
  const code = sqliteCode ?? systemCode;
  if (full.has(code)) {
    return new Refusal(
      'disk-full',
      `${what}: the disk is full. Make room and run the same command again; it goes on where it stopped.`,
      {
        cause: error,
      },
    );
  }
  if (noLeave.has(code)) {
    return new Refusal(
      'disk-not-writable',
      `${what}: "${path}" cannot be written (${sqliteCode ? message : code}). Make it writable for this user, or set CONSONANT_MODELS to a folder that is.`,
      { cause: error },
    );
  }
  return error;
}
