import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../errors.ts';

/** OutFolder: where notes, pictures and files of the console go, each under a number of its own. Nothing that lies there is written over. */
export interface OutFolder {
  /** Makes the folder; refuses with 'output-unwritable' where nothing can be saved, before anybody works for it. */
  prepare(): Promise<void>;
  /** Returns the path; refuses with 'output-unwritable'. */
  save(name: string, bytes: Uint8Array): Promise<string>;
}

export function createOutFolder(folder: string): OutFolder {
  let files = 0;

  async function saveAs(name: string, bytes: Uint8Array): Promise<string> {
    await mkdir(folder, { recursive: true });
    for (;;) {
      const path = join(folder, `${++files}-${name}`);
      try {
        await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
        return path;
      } catch (error) {
        // One of an earlier session: the next number is free, or the one after it.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  return {
    async prepare() {
      try {
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK | constants.X_OK);
      } catch (error) {
        throw unwritable(folder, error);
      }
    },
    async save(name, bytes) {
      try {
        return await saveAs(name, bytes);
      } catch (error) {
        throw unwritable(folder, error);
      }
    },
  };
}

/** Codes of the system that a person can do something about; any other is a bug and stays as it is. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
};

function unwritable(folder: string, error: unknown): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (!reason) return error;
  const message = `The output folder "${folder}" cannot be used: ${reason}. Name another folder with --out FOLDER.`;
  return new Refusal('output-unwritable', message, { values: { folder, reason }, cause: error });
}
