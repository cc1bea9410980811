/** Opus packets: what the first bytes of a packet and of a stream say. Sources: RFC 6716, section 3.1; RFC 7845, section 5.1. */

/** Granule positions and pre-skip count at this rate, whatever the encoder was given. */
export const OPUS_RATE_HZ = 48_000;
/** What Discord plays per packet, whatever is inside. */
export const OPUS_FRAME_SECONDS = 0.02;

const SILK_FRAME_MS = [10, 20, 40, 60];
const HYBRID_FRAME_MS = [10, 20];
const CELT_FRAME_MS = [2.5, 5, 10, 20];

/** Milliseconds of sound in a packet, from its table-of-contents byte; 0 for an empty or malformed one. */
export function opusPacketMilliseconds(packet: Uint8Array): number {
  const contents = packet[0];
  if (contents === undefined) return 0;
  const configuration = contents >> 3;
  const frameMs =
    configuration < 12
      ? SILK_FRAME_MS[configuration % 4]
      : configuration < 16
        ? HYBRID_FRAME_MS[configuration % 2]
        : CELT_FRAME_MS[configuration % 4];
  const code = contents & 3;
  const frameCount = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
  return frameMs * frameCount;
}

export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz that a decoder throws away first. */
  readonly preSkipSamples: number;
}

/** The identification header. Throws an Error where it is not one. */
export function readOpusHead(packet: Uint8Array): OpusHead {
  const isHead = packet.length >= 19 && new TextDecoder().decode(packet.subarray(0, 8)) === 'OpusHead';
  if (!isHead || packet[8] >> 4 !== 0) throw new Error('Ogg: the stream does not begin with an OpusHead of version 1.');
  return { channels: packet[9], preSkipSamples: packet[10] | (packet[11] << 8) };
}
