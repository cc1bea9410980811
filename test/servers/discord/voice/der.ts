/** DER: writes the few ASN.1 values that a certificate is made of. Source: ITU-T X.690. */

export function derSequence(...items: readonly Uint8Array[]): Buffer {
  return value(0x30, ...items);
}

export function derSet(...items: readonly Uint8Array[]): Buffer {
  return value(0x31, ...items);
}

/** `number` [EXPLICIT]: wraps a value. */
export function derTagged(number: number, item: Uint8Array): Buffer {
  return value(0xa0 | number, item);
}

/** `number` [IMPLICIT] of a string type: replaces the tag. */
export function derTaggedBytes(number: number, bytes: Uint8Array): Buffer {
  return value(0x80 | number, bytes);
}

/** A whole number that is not negative, big endian. */
export function derInteger(bytes: Uint8Array): Buffer {
  return value(0x02, bytes[0] & 0x80 ? Buffer.of(0) : Buffer.of(), bytes);
}

export function derBoolean(isTrue: boolean): Buffer {
  return value(0x01, Buffer.of(isTrue ? 0xff : 0));
}

/** "2.5.4.3" */
export function derObjectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function derUtf8(text: string): Buffer {
  return value(0x0c, Buffer.from(text));
}

/** UTCTime: years 1950 to 2049. */
export function derTime(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`));
}

export function derOctets(...items: readonly Uint8Array[]): Buffer {
  return value(0x04, ...items);
}

/** A bit string of whole bytes. */
export function derBits(bytes: Uint8Array): Buffer {
  return value(0x03, Buffer.of(0), bytes);
}

function value(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf(content: Uint8Array): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  if (content.length < 0x100) return Buffer.of(0x81, content.length);
  return Buffer.of(0x82, content.length >> 8, content.length & 0xff);
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
