/** Presentation: reads and writes the TLS presentation language as MLS uses it, big endian. Source: RFC 9420, section 2.1. */

export function uint8(value: number): Buffer {
  return Buffer.of(value);
}

export function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** `<V>`: the content behind its length in one, two or four bytes. */
export function vector(...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 1 << 6) return uint8(length);
  if (length < 1 << 14) return uint16(0x4000 | length);
  return uint32(0x8000_0000 + length);
}

/** Every method throws an Error where the bytes end too early. */
export interface Reader {
  readonly position: number;
  readonly isAtEnd: boolean;
  uint8(): number;
  uint16(): number;
  uint32(): number;
  uint64(): bigint;
  vector(): Buffer;
  /** What was read since that position. */
  since(position: number): Buffer;
  /** Everything that is left. */
  rest(): Buffer;
  /** Throws an Error where something is left. */
  end(): void;
}

export function createReader(bytes: Buffer): Reader {
  let position = 0;
  const take = (length: number): Buffer => {
    if (position + length > bytes.length) throw new Error(`MLS: ${length} bytes at ${position} of ${bytes.length}.`);
    position += length;
    return bytes.subarray(position - length, position);
  };
  const takeLength = (): number => {
    const first = take(1)[0];
    if (first < 0x40) return first;
    const extraBytes = first < 0x80 ? 1 : 3;
    if (first >= 0xc0) throw new Error('MLS: a length of eight bytes.');
    const length = ((first & 0x3f) << (8 * extraBytes)) | take(extraBytes).readUIntBE(0, extraBytes);
    if (length < (extraBytes === 1 ? 1 << 6 : 1 << 14)) throw new Error('MLS: a length in more bytes than it needs.');
    return length;
  };
  return {
    get position() {
      return position;
    },
    get isAtEnd() {
      return position === bytes.length;
    },
    uint8: () => take(1).readUInt8(),
    uint16: () => take(2).readUInt16BE(),
    uint32: () => take(4).readUInt32BE(),
    uint64: () => take(8).readBigUInt64BE(),
    vector: () => take(takeLength()),
    since: from => bytes.subarray(from, position),
    rest: () => take(bytes.length - position),
    end() {
      if (position < bytes.length) throw new Error(`MLS: ${bytes.length - position} bytes too many.`);
    },
  };
}

/** Reads items until a vector's content ends. */
export function readAll<Item>(content: Buffer, read: (reader: Reader) => Item): Item[] {
  const reader = createReader(content);
  const items: Item[] = [];
  while (!reader.isAtEnd) items.push(read(reader));
  return items;
}

/** Reads one value from bytes that hold nothing else. */
export function readWhole<Value>(bytes: Buffer, read: (reader: Reader) => Value): Value {
  const reader = createReader(bytes);
  const value = read(reader);
  reader.end();
  return value;
}
