/** Byte range: the part of a file that a request asks for (RFC 9110, 14.2), one part at most: players need it to go to another place in a sound. */
export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** undefined: all of it, as also where the header is not understood. 'none': there is no such part. */
export function byteRange(header: string | undefined, length: number): ByteRange | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  return first > last ? 'none' : { first, last };
}
