/**
 * Outbox: what the server says to one session. Numbered messages, JSON and binary under one count, are kept for a resume, also while no
 * websocket is attached.
 */
import type { WebSocket } from 'ws';
import type { Faults } from '../faults.ts';
import { type Opcode, opcodes } from './opcodes.ts';

export interface Outbox {
  /** Of the last numbered message; 0 before the first. */
  readonly lastSequence: number;
  json(op: Opcode, d: unknown): void;
  binary(op: Opcode, body: Uint8Array): void;
  attach(socket: WebSocket): void;
  detach(): void;
  /** Sends everything numbered after `sequence` again. */
  replay(sequence: number): void;
}

const unnumbered: readonly Opcode[] = [opcodes.hello, opcodes.ready, opcodes.heartbeatAcknowledged, opcodes.resumed];

/** As many as a session of minutes has; the real gateway's number is not documented. */
const MAX_KEPT = 1000;

export function createOutbox(faults: Faults): Outbox {
  const kept: { readonly sequence: number; readonly frame: Buffer | string }[] = [];
  let socket: WebSocket | undefined;
  let lastSequence = 0;

  const put = (frame: Buffer | string) => {
    if (socket?.readyState === socket?.OPEN) socket?.send(frame);
  };
  const number = (write: (sequence: number) => Buffer | string) => {
    lastSequence++;
    const frame = write(lastSequence);
    kept.push({ sequence: lastSequence, frame });
    if (kept.length > MAX_KEPT) kept.shift();
    put(frame);
  };
  const misbehave = (op: Opcode, send: () => void) => {
    if (faults.withheld.includes(op)) return;
    const delayMs = faults.delaysMs[op];
    if (delayMs === undefined) send();
    else setTimeout(send, delayMs).unref();
  };

  return {
    get lastSequence() {
      return lastSequence;
    },
    json(op, d) {
      misbehave(op, () => {
        if (unnumbered.includes(op)) put(JSON.stringify({ op, d }));
        else number(seq => JSON.stringify({ op, d, seq }));
      });
    },
    binary(op, body) {
      const said = faults.garbled.includes(op) ? garble(body) : body;
      misbehave(op, () => number(sequence => Buffer.concat([Buffer.of(sequence >> 8, sequence & 0xff, op), said])));
    },
    attach(to) {
      socket = to;
    },
    detach() {
      socket = undefined;
    },
    replay(after) {
      for (const { sequence, frame } of kept) if (sequence > after) put(frame);
    },
  };
}

function garble(body: Uint8Array): Uint8Array {
  return body.with(-1, body[body.length - 1] ^ 0xff);
}
