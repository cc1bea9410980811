/** Session: what identify began and resume goes on with. The websocket may change, the key, the ssrc and the numbering do not. */
import { randomBytes } from 'node:crypto';
import type { Member } from './dave/member.ts';
import type { Faults } from './faults.ts';
import { createOutbox, type Outbox } from './gateway/outbox.ts';
import type { Seat } from './seats.ts';
import type { Cipher, EncryptionMode } from './transport/ciphers.ts';

export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface Session {
  readonly seat: Seat;
  readonly faults: Faults;
  readonly outbox: Outbox;
  /** The same as a member of its channel. */
  readonly member: Member;
  readonly ssrc: number;
  /** 32 bytes. */
  readonly key: Buffer;
  /** What the client can do, 0: no DAVE. */
  readonly maxDaveVersion: number;
  /** Where its datagrams come from, once it asked for it. */
  address?: Address;
  /** Set by selectProtocol: from then on it sends and hears. */
  cipher?: Cipher;
  mode?: EncryptionMode;
  /** Flags of opcode 5; undefined before the first. */
  speaking?: number;
  /** Of what is sent to it. */
  counter: number;
  forwarded: number;
}

let lastSsrc = 1000;

export function createSession(seat: Seat, { faults, maxDaveVersion }: { faults: Faults; maxDaveVersion: number }): Session {
  lastSsrc++;
  const outbox = createOutbox(faults);
  const member = { userId: seat.userId, json: outbox.json, binary: outbox.binary };
  return { seat, faults, outbox, member, ssrc: lastSsrc, key: randomBytes(32), maxDaveVersion, counter: 0, forwarded: 0 };
}
