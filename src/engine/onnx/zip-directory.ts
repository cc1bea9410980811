import type { FileHandle } from 'node:fs/promises';
import { damaged, readAt } from './weights.ts';

/**
 * Zip directory: where the entries of a zip archive lie (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 to 4.3.16; with zip64, since an
 * archive of weights may be larger than 4 GB). Entries must be stored as they are, as torch.save writes them, so that they can be read
 * in place.
 */
export interface ZipEntry {
  readonly name: string;
  /** Of the first byte of its data. */
  readonly offset: number;
  readonly size: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const LONGEST_COMMENT = 65_535;
const LARGEST_DIRECTORY = 50_000_000;
const FULL32 = 0xffff_ffff;
const FULL16 = 0xffff;

export async function readZipDirectory(handle: FileHandle, file: string): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  const tailLength = Math.min(size, END_BYTES + LONGEST_COMMENT + LOCATOR_BYTES);
  const tail = Buffer.from(await readAt(handle, { from: size - tailLength, length: tailLength }, file));
  const end = findEnd(tail);
  if (end < 0) throw damaged(file, 'it is no zip archive, or its end is missing');
  let count = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let from = tail.readUInt32LE(end + 16);
  if (count === FULL16 || length === FULL32 || from === FULL32) {
    const locator = end - LOCATOR_BYTES;
    if (locator < 0 || tail.readUInt32LE(locator) !== END64_LOCATOR) throw damaged(file, 'its zip64 directory is missing');
    const end64 = Buffer.from(await readAt(handle, { from: Number(tail.readBigUInt64LE(locator + 8)), length: 56 }, file));
    if (end64.readUInt32LE(0) !== END64) throw damaged(file, 'its zip64 directory is missing');
    count = Number(end64.readBigUInt64LE(32));
    length = Number(end64.readBigUInt64LE(40));
    from = Number(end64.readBigUInt64LE(48));
  }
  if (length > LARGEST_DIRECTORY || from + length > size) throw damaged(file, 'its zip directory does not fit into it');
  const directory = Buffer.from(await readAt(handle, { from, length }, file));
  const entries: ZipEntry[] = [];
  for (let at = 0, index = 0; index < count; index++) {
    const { entry, next } = readEntry(directory, at, file);
    entries.push({ ...entry, offset: await dataOffset(handle, entry.header, file) });
    at = next;
    const last = entries.at(-1)!;
    if (last.offset + last.size > size) throw damaged(file, `"${last.name}" ends beyond it`);
  }
  return entries;
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at;
  return -1;
}

function readEntry(directory: Buffer, at: number, file: string) {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) throw damaged(file, 'its zip directory is cut off');
  const method = directory.readUInt16LE(at + 10);
  const nameLength = directory.readUInt16LE(at + 28);
  const extraLength = directory.readUInt16LE(at + 30);
  const commentLength = directory.readUInt16LE(at + 32);
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
  if (method !== 0) throw damaged(file, `"${name}" is compressed, which torch.save does not do`);
  let size = directory.readUInt32LE(at + 24);
  let header = directory.readUInt32LE(at + 42);
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  for (let place = 0; place + 4 <= extra.length; place += 4 + extra.readUInt16LE(place + 2)) {
    if (extra.readUInt16LE(place) !== 1) continue;
    let value = place + 4;
    const next = () => {
      value += 8;
      if (value > extra.length) throw damaged(file, 'its zip directory is cut off');
      return Number(extra.readBigUInt64LE(value - 8));
    };
    if (size === FULL32) size = next();
    if (directory.readUInt32LE(at + 20) === FULL32) next();
    if (header === FULL32) header = next();
  }
  return { entry: { name, size, header }, next: at + 46 + nameLength + extraLength + commentLength };
}

/** The local header repeats name and extra field, whose length may differ from that in the directory. */
async function dataOffset(handle: FileHandle, header: number, file: string): Promise<number> {
  const local = Buffer.from(await readAt(handle, { from: header, length: 30 }, file));
  if (local.readUInt32LE(0) !== LOCAL) throw damaged(file, 'an entry of its zip directory points to nothing');
  return header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
}
