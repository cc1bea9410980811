/** Member: whoever takes part in a channel's DAVE handshake, a client behind a websocket or a ghost in this process. */
import type { Opcode } from '../gateway/opcodes.ts';

export interface Member {
  readonly userId: string;
  json(op: Opcode, d: unknown): void;
  binary(op: Opcode, body: Uint8Array): void;
}
