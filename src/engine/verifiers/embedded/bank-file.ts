import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bank, WordTracks } from './bank.ts';
import { bandCount } from './mel.ts';
import { readerVoices } from './readers.ts';

/**
 * Bank file: the bank from one start to the next; little-endian, some 5 MB. Of each reader the starts (i32, [words + 1]) and the powers
 * (f32, [count, bands]); at the end SHA-256 of everything before. The name tells what it was made of: a file of another list, or of a
 * version that read or measured otherwise, is another file, and one that is damaged counts as missing.
 */

/** Raise when anything changes that the bank is made with: readers, spectrum, bands. */
const version = 1;
const checksumBytes = 32;

export function bankPath(folder: string, words: readonly string[]): string {
  const content = JSON.stringify({ version, readerVoices, bandCount, words });
  return join(folder, `challenge-words-${createHash('sha256').update(content).digest('hex').slice(0, 24)}.bank`);
}

/** undefined where there is none that is whole. */
export async function readBankFile(path: string, words: readonly string[]): Promise<Bank | undefined> {
  const file = await readFile(path).catch(() => undefined);
  if (!file || file.length < checksumBytes) return undefined;
  const body = file.subarray(0, -checksumBytes);
  if (!file.subarray(-checksumBytes).equals(checksum(body))) return undefined;
  // A copy: typed arrays begin at multiples of four.
  const bytes = new Uint8Array(body).buffer;
  const tracks: WordTracks[] = [];
  let offset = 0;
  for (let reader = 0; reader < readerVoices.length; reader++) {
    const starts = new Int32Array(bytes, offset, words.length + 1);
    offset += starts.byteLength;
    const count = starts[words.length];
    const data = new Float32Array(bytes, offset, count * bandCount);
    offset += data.byteLength;
    tracks.push({ starts, powers: { data, count, width: bandCount } });
  }
  return { words: [...words], tracks };
}

/** Whole or not at all, also when the program ends in between. */
export async function writeBankFile(path: string, { tracks }: Bank): Promise<void> {
  const body = Buffer.concat(tracks.flatMap(({ starts, powers }) => [bytesOf(starts), bytesOf(powers.data)]));
  const partial = `${path}.${randomUUID()}.part`;
  await mkdir(join(path, '..'), { recursive: true });
  try {
    await writeFile(partial, Buffer.concat([body, checksum(body)]));
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

function bytesOf(values: Int32Array | Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest();
}
