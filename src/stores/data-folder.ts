import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal } from '../errors.ts';
import { takeLock } from './lock.ts';

/**
 * DataFolder: where this instance keeps its files, for its user only (0700) and for one process at a time. The lock ends with the process,
 * however that ends.
 */
export interface DataFolder {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
  /** Whether it held nothing of this program before. */
  readonly isNew: boolean;
  close(): void;
}

const lockName = 'in-use.lock';

/** What lies there before anything of this program does: the lock, a log that begins before the folder is opened, the folder of a new disk. */
const noData = /^in-use\.lock|\.log$|^lost\+found$/;

/** Refuses with 'data-in-use', 'data-read-only', 'data-full', 'data-not-a-folder', 'data-unusable'. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  let found: readonly string[];
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    found = await readdir(path);
    await closeToOthers(path);
    await tryWriting(path);
  } catch (error) {
    throw refusalFor(path, error);
  }
  const lock = lockFolder(path);
  if ('heldBy' in lock) throw inUse(path, lock.heldBy);
  return {
    path,
    file: name => join(path, name),
    isNew: found.every(name => noData.test(name)),
    close: () => lock.release(),
  };
}

function lockFolder(path: string): ReturnType<typeof takeLock> {
  try {
    return takeLock(join(path, lockName), `process ${process.pid} on ${hostname()}`);
  } catch (error) {
    throw refusalFor(path, error);
  }
}

/** Recordings of voices lie in it: nobody else on this machine may look. */
async function closeToOthers(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, 0o700);
}

/** The plainest way to learn of a full or read-only disk before anybody's voice depends on it. */
async function tryWriting(path: string): Promise<void> {
  const probe = join(path, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(probe, 'wx', 0o600);
    try {
      await file.writeFile(Buffer.alloc(4096));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(probe, { force: true });
  }
}

function inUse(path: string, holder: string): Refusal {
  return new Refusal(
    'data-in-use',
    `The data folder "${path}" is in use by ${holder}. Stop that one first, or give this one another data folder.`,
    { values: { folder: path, holder } },
  );
}

const reasons: Readonly<Record<string, readonly [code: string, advice: string]>> = {
  EACCES: ['data-read-only', 'this user may not write there. Change its permissions, or choose another folder'],
  EPERM: ['data-read-only', 'this user may not write there. Change its owner, or choose another folder'],
  EROFS: ['data-read-only', 'its disk is read-only. Choose another folder'],
  ENOSPC: ['data-full', 'its disk is full. Make room there, then start again'],
  EDQUOT: ['data-full', 'the disk quota is used up. Make room there, then start again'],
  ENOTDIR: ['data-not-a-folder', 'a part of its path is a file. Choose another folder'],
  EEXIST: ['data-not-a-folder', 'it is a file. Choose another folder'],
};

/** What SQLite says of the same (sqlite.org/rescode.html), when the lock is taken. */
const bySqliteCode: Readonly<Record<number, string>> = { 8: 'EROFS', 13: 'ENOSPC' };

function refusalFor(path: string, error: unknown): Refusal {
  const { code: systemCode = '', errcode = 0 } = error as { readonly code?: string; readonly errcode?: number };
  const system = bySqliteCode[errcode % 256] ?? systemCode;
  const [code, advice] = reasons[system] ?? ['data-unusable', `the system reports: ${(error as Error).message}`];
  return new Refusal(code, `The data folder "${path}" cannot be used: ${advice}.`, { values: { folder: path } });
}
