/**
 * Ogg: takes Opus packets out of one Ogg stream, whole or while it is still being written, and tells its exact duration.
 * Packets come from prism-media's demuxer, one checked page at a time; whatever it would lose in silence (packets over several
 * pages, chained streams) or a chat would play wrongly (frames that are not 20 ms) throws instead.
 */
import { opus } from 'prism-media';
import { createOggPageReader, type OggPage } from './ogg-pages.ts';
import { OPUS_FRAME_SECONDS, OPUS_RATE_HZ, type OpusHead, opusPacketMilliseconds, readOpusHead } from './opus-packet.ts';

export interface OggDemuxer {
  /** Takes the next bytes; returns the packets that are now whole, headers left out. */
  push(piece: Uint8Array): Uint8Array[];
  /** Facts of what came so far. Throws an Error where no Opus stream has begun. */
  facts(): OggFacts;
}

export interface OggFacts {
  readonly preSkipSamples: number;
  readonly packetCount: number;
  /** Of what a listener hears: pre-skip and end padding not counted (RFC 7845, section 4). */
  readonly durationSeconds: number;
  /** False where the file was cut: no last page, or a page that is not whole. */
  readonly isComplete: boolean;
}

export function createOggDemuxer(): OggDemuxer {
  const pages = createOggPageReader();
  const demuxer = new opus.OggDemuxer();
  let head: OpusHead | undefined;
  let serial: number | undefined;
  let packetCount = 0;
  let firstSample: number | undefined;
  let lastSample = 0;
  let hasEnded = false;
  let failure: Error | undefined;
  demuxer.on('head', (packet: Uint8Array) => {
    head = readOpusHead(packet);
  });
  demuxer.on('error', (error: Error) => {
    failure ??= error;
  });

  const readPage = (page: OggPage): Uint8Array[] => {
    if (page.spansPages) throw new Error('Ogg: a packet goes over several pages; encode with at most 128 kbit/s.');
    if (page.serial !== (serial ?? page.serial) || (page.startsStream && head)) {
      throw new Error('Ogg: several streams in one file; take them apart first.');
    }
    serial = page.serial;
    demuxer.write(page.bytes);
    if (failure) throw failure;
    const packets: Uint8Array[] = [];
    for (let packet: Buffer | null = demuxer.read(); packet; packet = demuxer.read()) packets.push(new Uint8Array(packet));
    for (const packet of packets) requireFrameLength(packet);
    if (packets.length > 0 && page.granulePosition !== undefined) {
      const granule = Number(page.granulePosition);
      firstSample ??= Math.max(0, granule - packets.length * OPUS_FRAME_SECONDS * OPUS_RATE_HZ);
      lastSample = granule;
    }
    packetCount += packets.length;
    hasEnded ||= page.endsStream;
    return packets;
  };

  return {
    push: piece => pages.push(piece).flatMap(readPage),
    facts() {
      if (!head) throw new Error('Ogg: no Opus stream in these bytes.');
      const heardSamples = lastSample - (firstSample ?? 0) - head.preSkipSamples;
      return {
        preSkipSamples: head.preSkipSamples,
        packetCount,
        durationSeconds: Math.max(0, heardSamples) / OPUS_RATE_HZ,
        isComplete: hasEnded && pages.pendingBytes === 0,
      };
    },
  };
}

/** Packets and facts of a whole file. Throws an Error for anything but one Ogg/Opus stream of 20 ms packets. */
export function demuxOggFile(file: Uint8Array): OggFacts & { readonly packets: readonly Uint8Array[] } {
  const demuxer = createOggDemuxer();
  const packets = demuxer.push(file);
  return { ...demuxer.facts(), packets };
}

/** Packets as the file comes in; returns the facts at its end. */
export async function* demuxOggStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, OggFacts> {
  const demuxer = createOggDemuxer();
  for await (const piece of pieces) yield* demuxer.push(piece);
  return demuxer.facts();
}

function requireFrameLength(packet: Uint8Array): void {
  const milliseconds = opusPacketMilliseconds(packet);
  if (milliseconds !== OPUS_FRAME_SECONDS * 1000) {
    throw new Error(`Opus: a packet of ${milliseconds} ms; chats play every packet as 20 ms. Encode with 20 ms frames.`);
  }
}
