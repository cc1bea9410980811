import { oggCheckSum } from '../../src/audio/ogg-pages.ts';

/** Helper: live packets as a file that ffmpeg reads: one page each (RFC 3533, RFC 7845); mono, 20 ms packets. */
export function oggOf(packets: readonly Uint8Array[], preSkipSamples = 312): Uint8Array {
  const head = Buffer.from([
    ...Buffer.from('OpusHead'),
    1,
    1,
    preSkipSamples & 255,
    preSkipSamples >> 8,
    0x80,
    0xbb,
    0,
    0,
    0,
    0,
    0,
  ]);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
  const bodies = [head, tags, ...packets];
  const pages = bodies.map((body, sequence) => {
    const segments = [...Array.from({ length: Math.floor(body.length / 255) }, () => 255), body.length % 255];
    const page = Buffer.alloc(27 + segments.length + body.length);
    page.write('OggS');
    page[5] = sequence === 0 ? 2 : sequence === bodies.length - 1 ? 4 : 0;
    page.writeBigInt64LE(BigInt(Math.max(0, sequence - 1) * 960), 6);
    page.writeUInt32LE(1, 14);
    page.writeUInt32LE(sequence, 18);
    page[26] = segments.length;
    page.set(segments, 27);
    page.set(body, 27 + segments.length);
    page.writeUInt32LE(oggCheckSum(page), 22);
    return page;
  });
  return new Uint8Array(Buffer.concat(pages));
}
