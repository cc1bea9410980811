import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { type FileRecord, fileRecordSchema, recordOf } from './build.ts';
import { asRefusal, requireSpace } from './disk.ts';
import { type DownloadOptions, download } from './download.ts';
import type { ModelEntry } from './manifest.ts';

/**
 * Pull: the published files of a model into a folder. What was downloaded first is pinned: revision and checksums; a file that is there and fits its pin is
 * not fetched again, and one that differs later is refused.
 */
const pinsSchema = z.object({
  /** Commit that the files were of, where the server said so. */
  revision: z.string().optional(),
  files: z.record(z.string(), fileRecordSchema),
});
export type Pins = z.infer<typeof pinsSchema>;

export interface PullRequest {
  readonly model: ModelEntry;
  readonly folder: string;
  /** Of the server, without a slash at the end. */
  readonly endpoint: string;
  /** Commit or branch; left out: what was begun, or the one of the manifest. The checksums of the manifest are of no other. */
  readonly revision?: string;
  /** Room that is needed besides what is downloaded: for what is built of it. */
  readonly alsoNeedsBytes: number;
  readonly onProgress: (progress: { file: string; bytes: number; totalBytes: number }) => void;
}

const PIN_FILE = 'pinned.json';
export const defaultEndpoint = 'https://huggingface.co';

export async function pull(
  { model, folder, endpoint, revision, alsoNeedsBytes, onProgress }: PullRequest,
  signal: AbortSignal,
  options?: DownloadOptions,
): Promise<Pins> {
  let pins = await readPins(folder);
  if (revision !== undefined && isCommit(revision) && pins.revision !== undefined && pins.revision !== revision)
    throw otherRevision(model, revision, pins.revision);
  const asked = pins.revision ?? revision ?? model.revision;
  const isKnown = asked === model.revision;
  const missing: ModelEntry['files'] = [];
  for (const file of model.files) {
    const pinned = pins.files[file.path];
    if (!pinned || (await sizeOf(join(folder, file.path))) !== pinned.bytes) missing.push(file);
  }
  const missingBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  if (missing.length > 0) await requireSpace(folder, missingBytes + alsoNeedsBytes);
  for (const { path, bytes: expectedBytes, sha256: expected } of missing) {
    signal.throwIfAborted();
    const known = isKnown ? expected : undefined;
    const pinned = known ?? pins.files[path]?.sha256;
    const done = await download(
      {
        url: `${endpoint}/${model.repository}/resolve/${encodeURIComponent(pins.revision ?? asked)}/${path}`,
        path: join(folder, path),
        name: path,
        check(sha256) {
          if (pinned === undefined || pinned === sha256) return;
          throw new Refusal(
            'checksum-mismatch',
            `${path} is another file than expected: its SHA-256 begins with ${sha256.slice(0, 12)}, ${pinned.slice(0, 12)} expected. ` +
              `Look what has changed at ${endpoint}/${model.repository}; to take it all the same, remove the model first: consonant models remove ` +
              `${model.id}${known ? ', then pull with --revision main' : ''}`,
          );
        },
        onBytes: (bytes, totalBytes) =>
          onProgress({ file: path, bytes, totalBytes: totalBytes ?? Math.max(bytes, expectedBytes) }),
      },
      signal,
      options,
    );
    pins = {
      revision: pins.revision ?? (isCommit(asked) ? asked : done.revision),
      files: { ...pins.files, [path]: { bytes: done.bytes, sha256: done.sha256 } },
    };
    await writePins(folder, pins).catch(error => {
      throw asRefusal(error, 'What was downloaded could not be noted down');
    });
  }
  return pins;
}

function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

function otherRevision(model: ModelEntry, asked: string, pinned: string): Refusal {
  return new Refusal(
    'revision-differs',
    `What was downloaded of ${model.id} is of revision ${pinned.slice(0, 12)}, not ${asked.slice(0, 12)}. Go on with it: --revision ${pinned}. ` +
      `Or remove it first: consonant models remove ${model.id} --source`,
  );
}

/** What to say of a branch that was asked for where files are pinned already: they stay. Undefined when there is nothing to say. */
export async function noteOnBranch(model: ModelEntry, folder: string, branch: string): Promise<string | undefined> {
  const pins = await readPins(folder);
  if (isCommit(branch) || Object.keys(pins.files).length === 0) return undefined;
  return (
    `what is here of ${model.id} is of ${pins.revision ? `commit ${pins.revision.slice(0, 12)}` : 'an unknown commit'} and stays, whatever ${branch} ` +
    `holds by now. To take newer files, remove these first: consonant models remove ${model.id} --source`
  );
}

/** Refuses ('checkpoint-file-missing') a folder that lacks one of the published files. Gives their sizes and times in one line: what is built from. */
export async function requireFiles(model: ModelEntry, folder: string): Promise<string> {
  const marks: string[] = [];
  for (const { path } of model.files) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (!found?.isFile()) {
      throw new Refusal(
        'checkpoint-file-missing',
        `"${folder}" has no ${path}. It must hold the files of ${model.repository} as they are published. Get them: consonant models pull ${model.id}`,
      );
    }
    marks.push(`${path}:${found.size}:${Math.floor(found.mtimeMs)}`);
  }
  return marks.join('|');
}

export interface OwnFiles {
  readonly model: ModelEntry;
  readonly folder: string;
  readonly onProgress: (progress: { file: string; bytes: number; totalBytes: number }) => void;
}

/**
 * The files of a folder that are not those of the manifest, where that knows a checksum: of somebody's own training, or rotten. Refuses
 * ('checkpoint-file-unreadable') what cannot be read.
 */
export async function findUnknown({ model, folder, onProgress }: OwnFiles, signal: AbortSignal): Promise<string[]> {
  const known = model.files.filter(({ sha256 }) => sha256 !== undefined);
  const sizes = await Promise.all(known.map(({ path }) => sizeOf(join(folder, path))));
  const totalBytes = sizes.reduce<number>((sum, size = 0) => sum + size, 0);
  const unknown: string[] = [];
  let doneBytes = 0;
  for (const { path, sha256 } of known) {
    signal.throwIfAborted();
    const onBytes = (bytes: number) => onProgress({ file: path, bytes: doneBytes + bytes, totalBytes });
    const record = await recordOf(join(folder, path), signal, onBytes).catch(error => {
      throw unreadable(join(folder, path), error);
    });
    doneBytes += record.bytes;
    if (record.sha256 !== sha256) unknown.push(path);
  }
  return unknown;
}

function unreadable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new Refusal(
    'checkpoint-file-unreadable',
    `"${path}" cannot be read (${code}). Make it readable for this user; if its disk is failing, copy the file from elsewhere.`,
    { cause: error },
  );
}

/** What is wrong with files of which size and checksum are on record. */
export async function verifyFiles(
  folder: string,
  files: Readonly<Record<string, FileRecord>>,
  signal: AbortSignal,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [path, expected] of Object.entries(files)) {
    signal.throwIfAborted();
    const size = await sizeOf(join(folder, path));
    if (size === undefined) wrong.push(`${path} is missing`);
    else if (size !== expected.bytes) wrong.push(`${path} has ${size} bytes, ${expected.bytes} expected`);
    else if ((await recordOf(join(folder, path), signal)).sha256 !== expected.sha256)
      wrong.push(`${path} has been changed: its checksum does not fit`);
  }
  return wrong;
}

export async function readPins(folder: string): Promise<Pins> {
  try {
    return pinsSchema.parse(JSON.parse(await readFile(join(folder, PIN_FILE), 'utf8')));
  } catch {
    return { files: {} };
  }
}

async function writePins(folder: string, pins: Pins): Promise<void> {
  const path = join(folder, PIN_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(pins, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
