import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { Refusal } from '../errors.ts';

/** Enough for any text that can be spoken at once, in any script; more is refused before it is read. */
const MAX_TEXT_BYTES = 1_000_000;

/** Refuses what is not a readable file with something in it. `what` is what it should have been: "recording". */
export async function requireFile(path: string, what: string): Promise<void> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts) throw new Refusal('file-missing', `There is no file "${path}". Give the path of a ${what}.`);
  if (facts.isDirectory()) throw new Refusal('file-is-directory', `"${path}" is a folder. Give the path of one ${what}.`);
  if (!facts.isFile()) throw new Refusal('file-not-regular', `"${path}" is not an ordinary file. Give the path of a ${what}.`);
  if (facts.size === 0) throw new Refusal('file-empty', `"${path}" is empty (0 bytes). Give a ${what} with something in it.`);
  await access(path, constants.R_OK).catch(() => {
    throw new Refusal(
      'file-unreadable',
      `"${path}" may not be read by this user. Change its permissions, or give another ${what}.`,
    );
  });
}

/** UTF-8 text of a file, as it stands, without a byte order mark. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFileUpTo(path, { what: 'text file', maxBytes: MAX_TEXT_BYTES });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('text-not-utf8', `"${path}" is not a text file in UTF-8. Save it as UTF-8 text, then repeat.`);
  }
}

/** Never reads more than one byte over the limit, however large the file is or grows. */
export async function readFileUpTo(path: string, { what, maxBytes }: { what: string; maxBytes: number }): Promise<Uint8Array> {
  await requireFile(path, what);
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > maxBytes) {
    throw new Refusal('file-too-large', `"${path}" has ${size} bytes; a ${what} may have ${maxBytes}. Give a smaller one.`);
  }
  const buffer = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(buffer, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
