/** Payloads: the JSON that a client may send, read strictly; whatever else it is, is close code 4002. */
import { z } from 'zod';
import { closeCodes, GatewayClose, opcodes } from './opcodes.ts';

const snowflake = z.string().regex(/^\d{1,20}$/);
const transition = z.object({ transition_id: z.int().min(0).max(0xffff) });

const payloads = {
  [opcodes.identify]: z.object({
    server_id: snowflake,
    user_id: snowflake,
    session_id: z.string().min(1),
    token: z.string().min(1),
    max_dave_protocol_version: z.int().min(0).optional(),
  }),
  [opcodes.selectProtocol]: z.object({
    protocol: z.string(),
    data: z.object({ address: z.string(), port: z.int().min(1).max(0xffff), mode: z.string() }),
  }),
  [opcodes.heartbeat]: z.object({ t: z.number(), seq_ack: z.int().min(-1) }),
  [opcodes.speaking]: z.object({ speaking: z.int().min(0).max(7), delay: z.literal(0), ssrc: z.int().min(0) }),
  [opcodes.resume]: z.object({ server_id: snowflake, session_id: z.string(), token: z.string(), seq_ack: z.int().min(-1) }),
  [opcodes.transitionReady]: transition,
  [opcodes.invalidCommitWelcome]: transition,
} as const;

const binaryOpcodes: readonly number[] = [opcodes.keyPackage, opcodes.commitWelcome];

export type ClientOpcode = keyof typeof payloads;
export type Payload<Op extends ClientOpcode> = z.infer<(typeof payloads)[Op]>;
export type JsonMessage = { [Op in ClientOpcode]: { readonly op: Op; readonly d: Payload<Op> } }[ClientOpcode];
export interface BinaryMessage {
  readonly op: typeof opcodes.keyPackage | typeof opcodes.commitWelcome;
  readonly body: Buffer;
}

/** Throws a GatewayClose where the real gateway would close. */
export function readJson(text: string): JsonMessage {
  const { op, d } = envelope(text);
  if (!(op in payloads)) throw new GatewayClose(closeCodes.unknownOpcode, `Unknown opcode ${op}.`);
  const payload = payloads[op as ClientOpcode].safeParse(d);
  if (!payload.success)
    throw new GatewayClose(closeCodes.payloadNotUnderstood, `Opcode ${op}: ${z.prettifyError(payload.error)}`);
  return { op, d: payload.data } as JsonMessage;
}

export function readBinary(frame: Buffer): BinaryMessage {
  const op = frame[0];
  if (op === undefined) throw new GatewayClose(closeCodes.payloadNotUnderstood, 'An empty binary message.');
  if (!binaryOpcodes.includes(op)) throw new GatewayClose(closeCodes.unknownOpcode, `Unknown binary opcode ${op}.`);
  return { op: op as BinaryMessage['op'], body: frame.subarray(1) };
}

function envelope(text: string): { op: number; d: unknown } {
  try {
    return z.object({ op: z.int(), d: z.unknown() }).parse(JSON.parse(text));
  } catch {
    throw new GatewayClose(closeCodes.payloadNotUnderstood, 'A message that is no JSON object with a numeric op.');
  }
}
