/** Session: what identify began and resume goes on with. The websocket may change, the key, the ssrc and the numbering do not. */
import { randomBytes } from 'node:crypto';
import type { Member } from './dave/member.ts';
import type { Faults } from './faults.ts';
import { createOutbox, type Outbox } from './gateway/outbox.ts';
import type { Seat } from './seats.ts';
import type { Cipher, EncryptionMode } from './transport/ciphers.ts';
import { createStreamCheck, type StreamCheck } from './transport/stream-check.ts';
import type { Violation } from './violations.ts';

export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface Session {
  readonly seat: Seat;
  readonly faults: Faults;
  readonly outbox: Outbox;
  readonly check: StreamCheck;
  /** The same as a member of its channel. */
  readonly member: Member;
  readonly ssrc: number;
  /** 32 bytes. */
  readonly key: Buffer;
  /** Where its datagrams come from, once it asked for it. */
  address?: Address;
  /** What discovery answered. */
  told?: Address;
  /** Where it wants to hear, by its own account. */
  hearsAt?: Address;
  /** Set by selectProtocol: from then on it sends and hears. */
  cipher?: Cipher;
  mode?: EncryptionMode;
  /** Flags of opcode 5; undefined before the first. */
  speaking?: number;
  /** Ends it when nobody resumes it. */
  expiry?: NodeJS.Timeout;
  /** Of what is sent to it. */
  counter: number;
  forwarded: number;
}

export interface SessionOptions {
  readonly faults: Faults;
  readonly report: (violation: Violation) => void;
}

let lastSsrc = 1000;

export function createSession(seat: Seat, { faults, report }: SessionOptions): Session {
  lastSsrc++;
  const { userId } = seat;
  const outbox = createOutbox(faults);
  const member = { userId, json: outbox.json, binary: outbox.binary };
  const check = createStreamCheck(userId, report);
  return { seat, faults, outbox, member, check, ssrc: lastSsrc, key: randomBytes(32), counter: 0, forwarded: 0 };
}
