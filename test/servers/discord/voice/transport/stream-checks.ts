/** Stream checks: is what one session sends a stream that listeners can play? Reports each breach once where it happens. */
import { opusPacketMilliseconds } from '../../../../../src/audio/opus-packet.ts';
import type { Violation } from '../violations.ts';
import { TIMESTAMP_STEP } from './rtp.ts';
import type { Datagram } from './voice-socket.ts';

export interface StreamCheck {
  datagram(datagram: Datagram): void;
  /** The Opus packet of a frame, where it is known. */
  frame(opus: Uint8Array): void;
}

/** For one session; `report` gets breaches in the order of their datagrams. */
export function createStreamCheck(userId: string, report: (violation: Violation) => void): StreamCheck {
  let expected: { sequence: number; timestamp: number } | undefined;
  let lastCounter: number | undefined;
  const breach = (rule: Violation['rule'], detail: string) => report({ rule, userId, detail });
  const frame = (opus: Uint8Array) => {
    const milliseconds = opusPacketMilliseconds(opus);
    if (milliseconds !== 20) breach('frame', `An Opus packet of ${milliseconds} ms; exactly 20 ms are played per datagram.`);
  };
  return {
    frame,
    datagram({ header, payload, kind, counter }) {
      if (expected && header.sequence !== expected.sequence) {
        breach('sequence', `Sequence ${header.sequence} where ${expected.sequence} was next.`);
      }
      if (expected && header.timestamp !== expected.timestamp) {
        breach('timestamp', `Timestamp ${header.timestamp} where ${expected.timestamp} was next.`);
      }
      if (lastCounter !== undefined && counter <= lastCounter) breach('nonce', `Nonce counter ${counter} after ${lastCounter}.`);
      expected = { sequence: (header.sequence + 1) & 0xffff, timestamp: (header.timestamp + TIMESTAMP_STEP) >>> 0 };
      lastCounter = counter;
      if (kind === 'P') frame(payload);
    },
  };
}
