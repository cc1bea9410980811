/** Wire log: the packets of one client, as they lay on the wire once the transport's cipher was taken off. */

/** E: a frame of DAVE. P: an Opus packet that the server can hear. S: the frame of silence, which is never end-to-end encrypted. */
export type FrameKind = 'E' | 'P' | 'S';

export interface ReceivedPacket {
  readonly kind: FrameKind;
  /** What came out of the transport's cipher. */
  readonly payload: Buffer;
  /** The Opus packet; of an E frame only where a ghost of the channel could decrypt it. */
  readonly opus?: Buffer;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** On the clock of performance.now(). */
  readonly atMs: number;
}

export const SILENCE_FRAME = Buffer.of(0xf8, 0xff, 0xfe);
const DAVE_MARKER = 0xfafa;
/** Of what follows the ciphertext: tag, nonce, this size itself and the marker. */
const DAVE_MIN_BYTES = 12;

export function kindOf(payload: Buffer): FrameKind {
  if (payload.equals(SILENCE_FRAME)) return 'S';
  if (payload.length < DAVE_MIN_BYTES || payload.readUInt16BE(payload.length - 2) !== DAVE_MARKER) return 'P';
  const suppliedBytes = payload[payload.length - 3];
  return suppliedBytes >= DAVE_MIN_BYTES && suppliedBytes <= payload.length ? 'E' : 'P';
}

/** "E75 P76 S4": what came after what, and how many of it. */
export function wireOf(packets: readonly { readonly kind: FrameKind }[]): string {
  const segments: { kind: FrameKind; count: number }[] = [];
  for (const { kind } of packets) {
    const last = segments.at(-1);
    if (last?.kind === kind) last.count++;
    else segments.push({ kind, count: 1 });
  }
  return segments.map(({ kind, count }) => `${kind}${count}`).join(' ');
}

/** Milliseconds from each packet to the next; 20 is right. */
export function gapsMs(packets: readonly { readonly atMs: number }[]): number[] {
  return packets.slice(1).map(({ atMs }, index) => atMs - packets[index].atMs);
}
