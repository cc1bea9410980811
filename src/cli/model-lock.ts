import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asRefusal } from '../engine/models/disk.ts';
import { modelsFolder } from '../engine/models/folders.ts';
import { Refusal } from '../errors.ts';
import { takeLock } from '../stores/lock.ts';

export interface AloneOptions {
  /** Whether it frees the disk, and so must go on when that is full. */
  readonly makesRoom?: boolean;
}

/**
 * Does `work` while no other process pulls, builds or removes this model. Refuses ('model-busy') at once when one does, and what the disk refuses
 * ('disk-full', 'disk-not-writable').
 */
export async function alone<T>(model: string, work: () => Promise<T>, { makesRoom = false }: AloneOptions = {}): Promise<T> {
  const lock = await lockOf(model, makesRoom);
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

/** Beside the model's folder, which may be removed meanwhile. Whoever may write there may be another user, so the umask says who may take it. */
async function lockOf(model: string, makesRoom: boolean): Promise<ReturnType<typeof takeLock>> {
  const folder = modelsFolder();
  const path = join(folder, `${model}.lock`);
  try {
    await mkdir(folder, { recursive: true });
    // Only the holder's name takes room. The lock itself is held on a full disk, too, so nobody begins a download into what is just being removed.
    return takeLock(path, `process ${process.pid}`, { mode: 0o666, mayBeNameless: makesRoom });
  } catch (error) {
    const refused = asRefusal(error, `The model ${model} cannot be worked on`, path);
    // There never was a lock here, and there is no room for the first: so nobody holds it, and what makes room goes on without.
    if (makesRoom && refused instanceof Refusal && refused.code === 'disk-full') return { release() {} };
    throw refused;
  }
}
