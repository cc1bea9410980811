import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asRefusal } from '../engine/models/disk.ts';
import { modelsFolder } from '../engine/models/folders.ts';
import { Refusal } from '../errors.ts';
import { takeLock } from '../stores/lock.ts';

/** Does `work` while no other process pulls, builds or removes this model. Refuses ('model-busy') at once when one does. */
export async function alone<T>(model: string, work: () => Promise<T>): Promise<T> {
  const lock = await lockOf(model);
  if ('heldBy' in lock) {
    throw new Refusal(
      'model-busy',
      `The model ${model} is being worked on by ${lock.heldBy}. Wait until that one is done, or stop it; what it has done stays.`,
      { values: { model, holder: lock.heldBy } },
    );
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Beside the model's folder, which may be removed meanwhile. */
async function lockOf(model: string): Promise<ReturnType<typeof takeLock>> {
  const folder = modelsFolder();
  try {
    await mkdir(folder, { recursive: true });
    return takeLock(join(folder, `${model}.lock`), `process ${process.pid}`);
  } catch (error) {
    throw asRefusal(error, `The model ${model} cannot be worked on`);
  }
}
