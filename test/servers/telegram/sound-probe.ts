/** Sound probe: looks at the first bytes, as the service does before it shows a file as a voice note or as music; and how long an Ogg/Opus file plays. */

export type SoundFormat = 'ogg-opus' | 'mp3' | 'm4a' | 'other';

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');

export function soundFormat(bytes: Uint8Array): SoundFormat {
  if (ascii(bytes, 0, 4) === 'OggS' && ascii(bytes, 28, 36) === 'OpusHead') return 'ogg-opus';
  if (ascii(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2)) return 'mp3';
  return ascii(bytes, 4, 8) === 'ftyp' && /^(?:M4A|mp4|iso)/.test(ascii(bytes, 8, 12)) ? 'm4a' : 'other';
}

/** RFC 7845: the position of the last page less the samples to skip, at 48 kHz whatever was encoded. Whole seconds. */
export function oggOpusSeconds(bytes: Uint8Array): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const preSkip = view.readUInt16LE(28 + 10);
  const lastPage = view.lastIndexOf('OggS');
  const position = lastPage + 14 <= view.length ? Number(view.readBigInt64LE(lastPage + 6)) : 0;
  return Math.max(0, Math.round((position - preSkip) / 48_000));
}
