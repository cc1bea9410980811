/**
 * Source file: sound as it was handed over, a path or bytes, made into a file that ffmpeg can seek in, after the checks that need
 * no decoding. Bytes go to a private temporary file, for an M4A may keep its index at its end, where a pipe cannot look.
 */
import type { Stats } from 'node:fs';
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal } from '../errors.ts';

export interface SoundSource {
  /** Path of a file, or its bytes. */
  readonly source: string | Uint8Array;
  /** What to call it in messages: "reference.ogg". */
  readonly name: string;
}

export interface SourceFile {
  /** Full path, readable, not empty. */
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * Lends the file to `use`; a temporary one is gone when it returns. Refuses with 'file-missing', 'file-is-directory',
 * 'file-unreadable', 'file-empty' or 'file-too-large'.
 */
export async function withSourceFile<T>(
  { source, name }: SoundSource,
  maximumBytes: number,
  use: (file: SourceFile) => Promise<T>,
): Promise<T> {
  name = shown(name);
  if (typeof source === 'string') {
    const path = resolve(source);
    const sizeBytes = await requireFile(path, name);
    requireSize(name, sizeBytes, maximumBytes);
    return use({ path, name, sizeBytes });
  }
  requireSize(name, source.length, maximumBytes);
  const folder = await mkdtemp(join(tmpdir(), 'consonant-'));
  try {
    const path = join(folder, 'sound');
    await writeFile(path, source, { mode: 0o600 });
    return await use({ path, name, sizeBytes: source.length });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function requireFile(path: string, name: string): Promise<number> {
  let facts: Stats;
  try {
    facts = await stat(path);
  } catch (error) {
    if (!isErrorCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) throw unreadable(name, error);
    throw new Refusal('file-missing', `There is no file "${name}". Check the path; it was looked for at ${path}.`, {
      cause: error,
    });
  }
  if (facts.isDirectory()) {
    throw new Refusal('file-is-directory', `"${name}" is a folder. Give one sound file, for example ${join(name, 'voice.ogg')}.`);
  }
  if (!facts.isFile()) {
    throw new Refusal('file-unreadable', `"${name}" is a device or a pipe, not a file. Save the sound to a file and give that.`);
  }
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw unreadable(name, error);
  }
  return facts.size;
}

function requireSize(name: string, sizeBytes: number, maximumBytes: number): void {
  if (sizeBytes === 0) {
    throw new Refusal('file-empty', `"${name}" is empty (0 bytes). Record or export it again.`);
  }
  if (sizeBytes > maximumBytes) {
    throw new Refusal(
      'file-too-large',
      `"${name}" has ${megabytes(sizeBytes)} MB; at most ${megabytes(maximumBytes)} MB are allowed. ` +
        'Cut it, or save it as Ogg/Opus or MP3: half a minute of speech is enough.',
    );
  }
}

function unreadable(name: string, cause: unknown): Refusal {
  return new Refusal('file-unreadable', `"${name}" cannot be read. Give your user the right to read it, or copy it elsewhere.`, {
    cause,
  });
}

function isErrorCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A name comes from a stranger and goes to a terminal or a chat: no control characters, no page of text. */
function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?').slice(0, 100);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
