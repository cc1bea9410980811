/**
 * Faults: how the server misbehaves. `server.faults` holds for everybody, `server.faultsOf(userId)` for one user and before that. They are
 * read when something is about to happen; change them by assigning a new value.
 */
import type { Opcode } from './gateway/opcodes.ts';
import { type EncryptionMode, encryptionModes } from './transport/ciphers.ts';

export interface Faults {
  /** What IP discovery tells: the truth, another port, or nothing. */
  discovery: 'right' | 'wrong' | 'none';
  discoveryDelayMs: number;
  /** What opcode 2 offers. */
  modes: readonly EncryptionMode[];
  /** Are never sent. */
  withheld: readonly Opcode[];
  /** Are sent that much later, while what comes after them is not held up. */
  delaysMs: Readonly<Partial<Record<Opcode, number>>>;
  /** Binary messages whose last byte is changed. */
  garbled: readonly Opcode[];
  /** Transitions have identifier 0, which means at once, without asking who is ready. Only in `server.faults`. */
  usesTransitionZero: boolean;
  acknowledgesHeartbeats: boolean;
  /** Closes the websocket with this code instead of answering. */
  closesAt: Readonly<Partial<Record<'identify' | 'selectProtocol' | 'resume', number>>>;
  /** Whether the n-th packet (from 0) that is forwarded to this user is lost. */
  loses: (forwarded: number) => boolean;
}

export function noFaults(): Faults {
  return {
    discovery: 'right',
    discoveryDelayMs: 0,
    modes: encryptionModes,
    withheld: [],
    delaysMs: {},
    garbled: [],
    usesTransitionZero: false,
    acknowledgesHeartbeats: true,
    closesAt: {},
    loses: () => false,
  };
}

/** Its own where they are set, else those of `common`, also when these change later. */
export function faultsOver(common: Faults): Faults {
  return Object.create(common);
}
