import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Refusal } from '../errors.ts';
import { masterKeyBytes } from './master-key.ts';

/** KeyFile: the master key on disk, one line of base64, for its user only and never beside what it protects. */
export async function readKeyFile(path: string, dataFolder?: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    await requireOutside(path, dataFolder);
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw openToOthers(path, mode);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error instanceof Refusal ? error : unreadable(path, error as Error);
  }
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === masterKeyBytes && bytes.toString('base64') === text.trim()) return bytes;
  throw new Refusal('master-key-invalid', `"${path}" holds no master key. Put the file back from its backup.`, {
    values: { file: path },
  });
}

/** Refuses with 'master-key-unreadable' where it cannot be made. */
export async function createKeyFile(path: string, dataFolder?: string): Promise<Buffer> {
  const secret = randomBytes(masterKeyBytes);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await requireOutside(path, dataFolder);
    await writeFileOnce(path, `${secret.toString('base64')}\n`);
    return secret;
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(path, error as Error);
  }
}

/** For its user only (0600). It appears whole or not at all, is on the disk when it resolves, and never replaces another. */
export async function writeFileOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A backup of the data folder would hold the key as well, and so protect nothing. */
async function requireOutside(path: string, dataFolder: string | undefined): Promise<void> {
  if (dataFolder === undefined) return;
  const folder = await realpath(dataFolder);
  const place = join(await realpath(dirname(path)), sep);
  if (!place.startsWith(join(folder, sep))) return;
  throw new Refusal(
    'master-key-inside',
    `The key file "${path}" lies in the data folder, so one backup would hold the voices and their key. Choose a place outside of it.`,
    { values: { file: path, folder: dataFolder } },
  );
}

function openToOthers(path: string, mode: number): Refusal {
  const permissions = (mode & 0o777).toString(8);
  return new Refusal(
    'master-key-open',
    `Other users of this machine may read the key file "${path}" (its permissions are ${permissions}). Run: chmod 600 "${path}"`,
    { values: { file: path, permissions } },
  );
}

function unreadable(path: string, error: Error): Refusal {
  const { code } = error as NodeJS.ErrnoException;
  return new Refusal(
    'master-key-unreadable',
    `The key file "${path}" cannot be read or made (${code ?? 'unknown reason'}). Change the permissions of its folder, or choose another place.`,
    { values: { file: path } },
  );
}
