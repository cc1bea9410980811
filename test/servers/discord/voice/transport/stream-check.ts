/**
 * Stream check: is what one session sends a stream that listeners can play? Reports each breach where it happens. What a websocket and what
 * a datagram tells may be read in another order than it was sent, so whatever needs both is judged a moment later.
 */
import { opusPacketMilliseconds } from '../../../../../src/audio/opus-packet.ts';
import type { Violation } from '../violations.ts';
import type { FrameKind } from '../wire-log.ts';
import { type RtpHeader, TIMESTAMP_STEP } from './rtp.ts';

export interface StreamCheck {
  packet(packet: SentPacket): void;
  /** The Opus packet inside an E frame, where it is known. */
  opus(packet: Uint8Array): void;
  /** Flags of opcode 5. */
  speaking(flags: number): void;
  /** The session is over: what would be judged later is judged no more. */
  stop(): void;
}

export interface SentPacket {
  readonly header: RtpHeader;
  readonly kind: FrameKind;
  readonly payload: Uint8Array;
  /** Of its nonce. */
  readonly counter: number;
  /** The sender's group stands, so that it can and must encrypt. */
  readonly mustEncrypt: boolean;
}

/** Longer than the two sockets of a client are apart, also on a busy machine. */
const MOMENT_MS = 400;
/** Discord asks for five frames of silence; @discordjs/voice prepares five and sends four. */
const SILENCE_RUN = 4;
/** Packets that may be read after the opcode 5 that was sent after them, or before one that was sent before them. */
const REORDERED = 16;
/** Those that were prepared before the group stood. */
const PLAIN_LEFT_OVER = 2;

export function createStreamCheck(userId: string, report: (violation: Violation) => void): StreamCheck {
  let expected: { sequence: number; timestamp: number } | undefined;
  let lastCounter: number | undefined;
  let kinds = ''; // of all packets
  let plainCount = 0;
  let hasSpoken = false;
  let starts = 0; // of speech
  const timers = new Set<NodeJS.Timeout>();
  const breach = (rule: Violation['rule'], detail: string) => report({ rule, userId, detail });
  const later = (judge: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      judge();
    }, MOMENT_MS).unref();
    timers.add(timer);
  };

  const opus = (packet: Uint8Array) => {
    const milliseconds = opusPacketMilliseconds(packet);
    if (milliseconds !== 20) breach('frame', `An Opus packet of ${milliseconds} ms; exactly 20 ms are played per datagram.`);
  };
  const order = ({ header: { sequence, timestamp }, counter }: SentPacket) => {
    if (expected && sequence !== expected.sequence) {
      breach('sequence', `Sequence ${sequence} where ${expected.sequence} was next.`);
    }
    if (expected && timestamp !== expected.timestamp) {
      breach('timestamp', `Timestamp ${timestamp} where ${expected.timestamp} was next.`);
    }
    if (lastCounter !== undefined && counter <= lastCounter) breach('nonce', `Nonce counter ${counter} after ${lastCounter}.`);
    expected = { sequence: (sequence + 1) & 0xffff, timestamp: (timestamp + TIMESTAMP_STEP) >>> 0 };
    lastCounter = counter;
  };
  const judgeSpeaking = () => {
    if (!hasSpoken) breach('speaking', 'Audio came without an opcode 5 that says so.');
  };
  const judgeSilence = (from: number) => {
    const end = kinds.slice(Math.max(0, from));
    if (end !== '' && !end.includes('S'.repeat(SILENCE_RUN))) {
      breach('silence', `Speech ended with "${end.slice(-8)}" where ${SILENCE_RUN} frames of silence belong.`);
    }
  };

  return {
    opus,
    packet(packet) {
      if (kinds === '') later(judgeSpeaking);
      kinds += packet.kind;
      order(packet);
      if (packet.kind === 'P') opus(packet.payload);
      plainCount = packet.mustEncrypt ? plainCount + Number(packet.kind === 'P') : 0;
      if (plainCount > PLAIN_LEFT_OVER) breach('plain', 'Plain Opus was sent although the group stands.');
    },
    speaking(flags) {
      hasSpoken ||= flags > 0;
      starts += Number(flags > 0);
      if (flags > 0 || !hasSpoken) return;
      const [from, before] = [kinds.length - REORDERED, starts];
      later(() => starts === before && judgeSilence(from)); // what goes on at once has not ended
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
