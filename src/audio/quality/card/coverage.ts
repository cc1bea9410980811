/**
 * Coverage: which characters a TrueType font has, from the format 4 and 12 subtables of its 'cmap' table
 * (OpenType specification 1.9, "cmap - Character to Glyph Index Mapping Table").
 */
export function readCoverage(file: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const cmap = tableOffset(view, 'cmap');
  const ranges: [number, number][] = [];
  const subtables = view.getUint16(cmap + 2);
  for (let index = 0; index < subtables; index++) {
    const offset = cmap + view.getUint32(cmap + 4 + 8 * index + 4);
    const format = view.getUint16(offset);
    if (format === 4) ranges.push(...segmentRanges(view, offset));
    if (format === 12) {
      for (let group = 0; group < view.getUint32(offset + 12); group++) {
        ranges.push([view.getUint32(offset + 16 + 12 * group), view.getUint32(offset + 20 + 12 * group)]);
      }
    }
  }
  return codePoint => ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** Segments of a format 4 subtable; the last one, 0xFFFF, is padding. */
function segmentRanges(view: DataView, offset: number): [number, number][] {
  const bytes = view.getUint16(offset + 6);
  const ends = offset + 14;
  const starts = ends + bytes + 2;
  return Array.from({ length: bytes / 2 - 1 }, (_, i) => [view.getUint16(starts + 2 * i), view.getUint16(ends + 2 * i)]);
}

function tableOffset(view: DataView, name: string): number {
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(record + i)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no '${name}' table; it is damaged.`);
}
