/** First bytes: what a file is meant to be, for files that ffmpeg could not read or was not allowed to, and for what is missing at their end. */
import { open } from 'node:fs/promises';

export type Meaning = 'sound' | 'video' | 'other';

const SOUND = ['OggS', 'fLaC', 'caff', 'FORM', '\x1aE\xdf\xa3'];
/** MPEG program stream, Flash, and ASF, the container of WMV. */
const VIDEO = ['\0\0\x01\xba', 'FLV', '0&\xb2u'];
const TRANSPORT_PACKET_BYTES = 188;
/** Lengths near the largest that fit are what programs write who do not know the length yet. */
const UNKNOWN_LENGTH = 0x7fff_0000;

export async function meaningOf(path: string): Promise<Meaning> {
  const begin = (await firstBytes(path, 2 * TRANSPORT_PACKET_BYTES + 1)).toString('latin1');
  if (begin.startsWith('RIFF')) return begin.startsWith('AVI', 8) ? 'video' : 'sound';
  if (SOUND.some(tag => begin.startsWith(tag)) || begin.startsWith('ftyp', 4)) return 'sound';
  const isTransportStream = [0, 1, 2].every(packet => begin[packet * TRANSPORT_PACKET_BYTES] === 'G');
  return isTransportStream || VIDEO.some(tag => begin.startsWith(tag)) ? 'video' : 'other';
}

/** Whether a WAV file is shorter than its first lines promise; ffmpeg takes what is there and says nothing. */
export async function isWavCutOff(path: string, sizeBytes: number): Promise<boolean> {
  const begin = await firstBytes(path, 8);
  const promisedBytes = begin.length === 8 && begin.toString('latin1', 0, 4) === 'RIFF' ? begin.readUInt32LE(4) : 0;
  return promisedBytes < UNKNOWN_LENGTH && promisedBytes + 8 > sizeBytes;
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
  return buffer.subarray(0, bytesRead);
}
