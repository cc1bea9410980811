import { createOggPageReader, type OggPage, oggCheckSum } from '../ogg-pages.ts';

/**
 * OpusTags: the comments of an Ogg/Opus file, which its second page holds alone. Sources: RFC 7845, section 5.2 (the packet); RFC 3533, section 6 (the
 * page and its check sum).
 */

const magic = 'OpusTags';
const headerBytes = 27;
const checkSumAt = 22;
/** 255 segments of 255 bytes, the last of which must not be full. */
const mostBytes = 255 * 255 - 1;

/** The same file with `comments` (names in ASCII without "=") added to those it has. The sound is untouched. Throws an Error for what is no Ogg/Opus file. */
export function withOpusTags(file: Uint8Array, comments: Readonly<Record<string, string>>): Uint8Array {
  const [head, tags] = createOggPageReader().push(file);
  if (!head?.startsStream || !tags || tags.spansPages || tags.packetLengths.length !== 1) {
    throw new Error('OpusTags: the second page of the file is not one whole packet.');
  }
  const packet = tags.bytes.subarray(tags.bodyOffset);
  const longer = added(packet, comments);
  if (longer.length > mostBytes) throw new Error(`OpusTags: ${longer.length} bytes of comments do not fit into one page.`);
  const page = pageOf(tags, longer);
  const rest = file.subarray(head.bytes.length + tags.bytes.length);
  const result = new Uint8Array(head.bytes.length + page.length + rest.length);
  result.set(head.bytes);
  result.set(page, head.bytes.length);
  result.set(rest, head.bytes.length + page.length);
  return result;
}

function added(packet: Uint8Array, comments: Readonly<Record<string, string>>): Uint8Array {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (new TextDecoder().decode(packet.subarray(0, magic.length)) !== magic)
    throw new Error('OpusTags: the packet begins otherwise.');
  const countAt = magic.length + 4 + view.getUint32(magic.length, true);
  let end = countAt + 4;
  const count = view.getUint32(countAt, true);
  for (let comment = 0; comment < count; comment++) end += 4 + view.getUint32(end, true);
  const more = Object.entries(comments).map(([name, value]) => {
    const text = new TextEncoder().encode(`${name}=${value}`);
    const entry = new Uint8Array(4 + text.length);
    new DataView(entry.buffer).setUint32(0, text.length, true);
    entry.set(text, 4);
    return entry;
  });
  // Padding after the comments, if there was any, is left out.
  const longer = Buffer.concat([packet.subarray(0, end), ...more]);
  longer.writeUInt32LE(count + more.length, countAt);
  return longer;
}

function pageOf({ bytes }: OggPage, packet: Uint8Array): Uint8Array {
  const segments = [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255];
  const page = new Uint8Array(headerBytes + segments.length + packet.length);
  page.set(bytes.subarray(0, headerBytes));
  page[headerBytes - 1] = segments.length;
  page.set(segments, headerBytes);
  page.set(packet, headerBytes + segments.length);
  const view = new DataView(page.buffer);
  view.setUint32(checkSumAt, 0, true);
  view.setUint32(checkSumAt, oggCheckSum(page), true);
  return page;
}
