/**
 * Ogg pages: cuts a byte stream into its pages and reads their headers. Our own, beside prism-media's demuxer, because that one
 * tells neither granule positions (the exact duration) nor the end of a stream, waits for ever on a packet that spans pages, and
 * silently drops or mistakes chained streams.
 * Source: RFC 3533, section 6.
 */
export interface OggPage {
  readonly bytes: Uint8Array;
  readonly serial: number;
  readonly startsStream: boolean;
  readonly endsStream: boolean;
  /** Position after the last packet that ends on this page; undefined where none does. */
  readonly granulePosition: bigint | undefined;
  /** Lengths of the packets that end on this page. */
  readonly packetLengths: readonly number[];
  /** True where a packet goes on from the page before, or on to the next. */
  readonly spansPages: boolean;
  readonly bodyOffset: number;
}

export interface OggPageReader {
  /** Takes more bytes; returns the pages that are now whole. Throws an Error where the bytes are no Ogg page. */
  push(piece: Uint8Array): OggPage[];
  /** Bytes of a page that has not come whole. */
  readonly pendingBytes: number;
}

const HEADER_BYTES = 27;
const CAPTURE_PATTERN = 0x4f676753; // "OggS"
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

export function createOggPageReader(): OggPageReader {
  let pending = new Uint8Array(0);
  return {
    get pendingBytes() {
      return pending.length;
    },
    push(piece) {
      const joined = new Uint8Array(pending.length + piece.length);
      joined.set(pending);
      joined.set(piece, pending.length);
      const pages: OggPage[] = [];
      let offset = 0;
      for (;;) {
        const page = readPage(joined.subarray(offset));
        if (!page) break;
        pages.push(page);
        offset += page.bytes.length;
      }
      pending = joined.slice(offset);
      return pages;
    },
  };
}

function readPage(bytes: Uint8Array): OggPage | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (header.getUint32(0) !== CAPTURE_PATTERN || header.getUint8(4) !== 0) {
    throw new Error('Ogg: a page does not begin with "OggS" and version 0.');
  }
  const segmentCount = header.getUint8(26);
  const bodyOffset = HEADER_BYTES + segmentCount;
  if (bytes.length < bodyOffset) return undefined;

  const packetLengths: number[] = [];
  let length = 0;
  let bodyBytes = 0;
  let lastSegment = 0;
  for (const segment of bytes.subarray(HEADER_BYTES, bodyOffset)) {
    length += segment;
    bodyBytes += segment;
    lastSegment = segment;
    if (segment === 255) continue;
    packetLengths.push(length);
    length = 0;
  }
  if (bytes.length < bodyOffset + bodyBytes) return undefined;
  const flags = header.getUint8(5);
  const granulePosition = header.getBigInt64(6, true);
  return {
    bytes: bytes.subarray(0, bodyOffset + bodyBytes),
    serial: header.getUint32(14, true),
    startsStream: (flags & FIRST) !== 0,
    endsStream: (flags & LAST) !== 0,
    granulePosition: granulePosition === -1n ? undefined : granulePosition,
    packetLengths,
    spansPages: (flags & CONTINUED) !== 0 || lastSegment === 255,
    bodyOffset,
  };
}

/** Of a page whose own check sum is 0: CRC-32 with polynomial 0x04c11db7, the highest bit first, no inversion. */
export function oggCheckSum(page: Uint8Array): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
