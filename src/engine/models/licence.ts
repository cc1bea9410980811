import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../../errors.ts';
import { asRefusal } from './disk.ts';
import type { ModelEntry } from './manifest.ts';

/** Licence: a model's terms are shown, and accepted, once; that is kept beside the model. Another licence is asked for again. */
export async function isAccepted({ licence }: ModelEntry, file: string): Promise<boolean> {
  try {
    const { id } = JSON.parse(await readFile(file, 'utf8')) as { id?: string };
    return id === licence.id;
  } catch {
    return false;
  }
}

/** Refuses ('licence-not-accepted') with the terms, unless they were accepted before or are now. */
export async function requireLicence(model: ModelEntry, file: string, acceptsNow: boolean): Promise<void> {
  if (await isAccepted(model, file)) return;
  const { id, url, terms } = model.licence;
  if (!acceptsNow) {
    throw new Refusal(
      'licence-not-accepted',
      `The model ${model.id} is under the licence ${id} (${url}). ${terms} If you accept that, run the same command again with --accept-licence.`,
    );
  }
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify({ id, url, acceptedAt: new Date().toISOString() }, null, 2)}\n`);
  } catch (error) {
    throw asRefusal(error, 'That the licence is accepted could not be noted down');
  }
}
