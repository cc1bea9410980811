/** Stream checks: is what one session sends a stream that listeners can play? Reports each breach once where it happens. */
import { opusPacketMilliseconds } from '../../../../../src/audio/opus-packet.ts';
import type { Violation } from '../violations.ts';
import { kindOf } from '../wire-log.ts';
import { TIMESTAMP_STEP } from './rtp.ts';
import type { Datagram } from './voice-socket.ts';

export type StreamCheck = (datagram: Datagram) => void;

/** `report` gets breaches in the order of their datagrams. */
export function createStreamCheck(report: (violation: Violation) => void): StreamCheck {
  let expected: { sequence: number; timestamp: number } | undefined;
  let lastCounter: number | undefined;
  return ({ session, header, payload, counter }) => {
    const breach = (rule: Violation['rule'], detail: string) => report({ rule, userId: session.seat.userId, detail });
    if (expected && header.sequence !== expected.sequence) {
      breach('sequence', `Sequence ${header.sequence} where ${expected.sequence} was next.`);
    }
    if (expected && header.timestamp !== expected.timestamp) {
      breach('timestamp', `Timestamp ${header.timestamp} where ${expected.timestamp} was next.`);
    }
    if (lastCounter !== undefined && counter <= lastCounter) breach('nonce', `Nonce counter ${counter} after ${lastCounter}.`);
    expected = { sequence: (header.sequence + 1) & 0xffff, timestamp: (header.timestamp + TIMESTAMP_STEP) >>> 0 };
    lastCounter = counter;
    if (kindOf(payload) === 'P') checkFrame(payload, detail => breach('frame', detail));
  };
}

export function checkFrame(opus: Uint8Array, report: (detail: string) => void): void {
  const milliseconds = opusPacketMilliseconds(opus);
  if (milliseconds !== 20) report(`An Opus packet of ${milliseconds} ms where one of 20 ms is played per datagram.`);
}
