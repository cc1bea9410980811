import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { Refusal } from '../errors.ts';
import type { DataFolder } from './data-folder.ts';

/**
 * WholeData: remembers which databases a data folder holds, so that one that is gone is told, instead of a new, empty one taking its place:
 * without its ledger every voice would count as ended, and be erased.
 */
const contentsName = 'contents';

/** Refuses ('data-incomplete') when one of `names` was here after an earlier start, and is missing or empty now. */
export async function requireWhole(folder: DataFolder, names: readonly string[]): Promise<void> {
  const known = await readContents(folder);
  for (const name of names.filter(name => known.includes(name))) {
    const bytes = await sizeOf(folder.file(name));
    if (bytes !== undefined && bytes > 0) continue;
    throw new Refusal(
      'data-incomplete',
      `"${folder.file(name)}" is ${bytes === undefined ? 'missing' : 'empty'}, though the data folder held it before. ` +
        `Put it back from a backup of the same day as the rest. To begin anew without the old voices, choose another data folder.`,
      { values: { file: folder.file(name) } },
    );
  }
}

/** To be called when `names` are open: they belong to the folder from now on. */
export async function rememberContents(folder: DataFolder, names: readonly string[]): Promise<void> {
  const known = await readContents(folder);
  if (names.every(name => known.includes(name))) return;
  const draft = folder.file(`.${contentsName}`);
  await writeFile(draft, `${[...new Set([...known, ...names])].join('\n')}\n`, { mode: 0o600, flush: true });
  await rename(draft, folder.file(contentsName));
}

async function readContents(folder: DataFolder): Promise<readonly string[]> {
  try {
    return (await readFile(folder.file(contentsName), 'utf8')).trim().split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
