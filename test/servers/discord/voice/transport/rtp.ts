/** RTP: the fixed header of a datagram with Opus, as Discord wants it. Source: RFC 3550, section 5.1. */

export const RTP_HEADER_BYTES = 12;
export const OPUS_PAYLOAD_TYPE = 120;
/** One packet of 20 ms at 48 kHz. */
export const TIMESTAMP_STEP = 960;

export interface RtpHeader {
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, samples at 48 kHz. */
  readonly timestamp: number;
  readonly ssrc: number;
}

/** Throws an Error for anything but version 2 with Opus and without padding, extension, contributors and marker, which no bot sends. */
export function readRtpHeader(datagram: Buffer): RtpHeader {
  if (datagram.length < RTP_HEADER_BYTES) throw new Error(`A datagram of ${datagram.length} bytes holds no RTP header.`);
  if (datagram[0] !== 0x80) throw new Error(`The first byte of the RTP header is 0x${datagram[0].toString(16)}, not 0x80.`);
  if (datagram[1] !== OPUS_PAYLOAD_TYPE) throw new Error(`The RTP payload type is ${datagram[1]}, not ${OPUS_PAYLOAD_TYPE}.`);
  return { sequence: datagram.readUInt16BE(2), timestamp: datagram.readUInt32BE(4), ssrc: datagram.readUInt32BE(8) };
}
