import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asRefusal } from './disk.ts';
import { foldersOf, modelsFolder } from './folders.ts';

/** Takes away a model, or only what was downloaded of it. Gives the bytes that are free again; 0 when there was nothing. */
export async function removeModel(model: string, what: 'all' | 'source'): Promise<number> {
  const folder = what === 'all' ? join(modelsFolder(), model) : foldersOf(model).source;
  const bytes = await sizeOf(folder);
  await rm(folder, { recursive: true, force: true }).catch(error => {
    throw asRefusal(error, `The model ${model} could not be removed`);
  });
  return bytes;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}
