import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { BuildPart, BuildPlan } from './build-plan.ts';
import { asRefusal, requireSpace } from './disk.ts';

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

export const fileRecordSchema = z.object({ bytes: z.int().nonnegative(), sha256: z.string() });
export type FileRecord = z.infer<typeof fileRecordSchema>;

const recordSchema = z.object({ format: z.int(), source: z.string(), files: z.record(z.string(), fileRecordSchema) });
/** Of a finished folder, and of one on its way. */
export type BuildRecord = z.infer<typeof recordSchema>;

export const RECORD_FILE = 'checksums.json';

/** Refuses ('disk-space', 'disk-full', 'disk-not-writable') where the result cannot be written. */
export async function build(request: BuildRequest, signal: AbortSignal): Promise<BuildRecord> {
  try {
    return await buildParts(request, signal);
  } catch (error) {
    throw asRefusal(error, 'The model could not be built');
  }
}

async function buildParts(
  { plan, target, source, needsBytes, onProgress }: BuildRequest,
  signal: AbortSignal,
): Promise<BuildRecord> {
  const folder = unfinishedFolder(target);
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
    await part.write(folder, { signal, onBytes: progress });
    const files: Record<string, FileRecord> = { ...record.files };
    for (const file of part.files) files[file] = await recordOf(join(folder, file), signal);
    record = { ...record, files };
    await writeRecord(folder, record);
  }
  await replace(folder, target);
  return record;
}

function unfinishedFolder(target: string): string {
  return `${target}.building`;
}

/** Whether a build was begun that has not come to its end. */
export async function isBegun(target: string): Promise<boolean> {
  return (await readRecord(unfinishedFolder(target))) !== undefined;
}

async function isDone(part: BuildPart, folder: string, record: BuildRecord): Promise<boolean> {
  for (const file of part.files) if (!(await hasSize(join(folder, file), record.files[file]?.bytes))) return false;
  return true;
}

async function hasSize(path: string, bytes: number | undefined): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.size === bytes;
}

/** The first file of a finished folder that is missing or has another size; undefined when all are as they were written. */
export async function firstDamaged(folder: string, { files }: BuildRecord): Promise<string | undefined> {
  for (const [file, { bytes }] of Object.entries(files)) if (!(await hasSize(join(folder, file), bytes))) return file;
  return undefined;
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

/** Undefined when there is none, or none that can be read. */
export async function readRecord(folder: string): Promise<BuildRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')));
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

/** `onBytes`: told how many bytes have been read by now. */
export async function recordOf(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => {},
): Promise<FileRecord> {
  const hash = createHash('sha256');
  let bytes = 0;
  const take = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      onBytes(bytes);
    }
  };
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), take, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}
