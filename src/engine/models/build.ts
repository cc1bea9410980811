import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../errors.ts';
import type { BuildPart, BuildPlan } from './build-plan.ts';

/**
 * Build: writes the parts of a plan into `<target>.building` and moves that to `target` when all of them are there, so `target` is whole or absent.
 * Finished parts are on record with their checksums; a build that was killed goes on after them.
 */
export interface BuildProgress {
  readonly part: string;
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** Of this part; 0 while it starts. */
  readonly bytes: number;
  /** Of the parts before it. */
  readonly doneBytes: number;
}

export interface BuildRequest {
  readonly plan: BuildPlan;
  readonly target: string;
  /** What is built from, in a form that changes when it does. */
  readonly source: string;
  readonly needsBytes: number;
  readonly onProgress: (progress: BuildProgress) => void;
}

export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

/** Of a finished folder, and of one on its way. */
export interface BuildRecord {
  readonly format: number;
  readonly source: string;
  readonly files: Readonly<Record<string, FileRecord>>;
}

export const RECORD_FILE = 'checksums.json';

export async function build(
  { plan, target, source, needsBytes, onProgress }: BuildRequest,
  signal: AbortSignal,
): Promise<BuildRecord> {
  const folder = `${target}.building`;
  await mkdir(folder, { recursive: true });
  let record = await readRecord(folder);
  if (!record || record.format !== plan.format || record.source !== source) {
    await rm(folder, { recursive: true });
    await requireSpace(target, needsBytes);
    await mkdir(folder, { recursive: true });
    record = { format: plan.format, source, files: {} };
  }
  for (const [index, part] of plan.parts.entries()) {
    signal.throwIfAborted();
    const doneBytes = Object.values(record.files).reduce((sum, { bytes }) => sum + bytes, 0);
    const progress = (bytes: number) =>
      onProgress({ part: part.name, number: index + 1, count: plan.parts.length, bytes, doneBytes });
    progress(0);
    if (await isDone(part, folder, record)) continue;
    await writePart(part, folder, { signal, onBytes: progress });
    const files: Record<string, FileRecord> = { ...record.files };
    for (const file of part.files) files[file] = await recordOf(join(folder, file), signal);
    record = { ...record, files };
    await writeRecord(folder, record);
  }
  await replace(folder, target);
  return record;
}

async function writePart(part: BuildPart, folder: string, progress: Parameters<BuildPart['write']>[1]): Promise<void> {
  try {
    await part.write(folder, progress);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new Refusal(
      'disk-full',
      `The disk is full: "${part.name}" could not be written. Make room and run the same command again; it goes on where it stopped.`,
      { cause: error },
    );
  }
}

async function isDone(part: BuildPart, folder: string, record: BuildRecord): Promise<boolean> {
  for (const file of part.files) {
    const size = await stat(join(folder, file)).then(
      ({ size }) => size,
      () => -1,
    );
    if (record.files[file]?.bytes !== size) return false;
  }
  return true;
}

/** An old folder makes way only when the new one is whole. */
async function replace(folder: string, target: string): Promise<void> {
  const old = `${target}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(target, old).catch(error => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(folder, target);
  await rm(old, { recursive: true, force: true });
}

export async function requireSpace(folder: string, needsBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(join(folder, '..'));
  const freeBytes = bavail * bsize;
  if (freeBytes >= needsBytes) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  throw new Refusal(
    'disk-space',
    `There are ${gigabytes(freeBytes)} GB free where the model goes and ${gigabytes(needsBytes)} GB are needed. Make room, or set CONSONANT_MODELS to a folder on another disk.`,
    { values: { free: gigabytes(freeBytes), needed: gigabytes(needsBytes) } },
  );
}

/** Undefined when there is none, or none that can be read. */
export async function readRecord(folder: string): Promise<BuildRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')) as BuildRecord;
  } catch {
    return undefined;
  }
}

async function writeRecord(folder: string, record: BuildRecord): Promise<void> {
  const path = join(folder, RECORD_FILE);
  await writeFile(`${path}.new`, JSON.stringify(record, null, 2));
  const file = await open(`${path}.new`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}

export async function recordOf(path: string, signal: AbortSignal): Promise<FileRecord> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const { size } = await stat(path);
  return { bytes: size, sha256: hash.digest('hex') };
}
