/** Raw client: a websocket that says whatever a test wants to the voice gateway, also what no library would. */
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { GUILD } from './real-clients.ts';
import { opcodes, type VoiceServer } from './voice-server.ts';
import { createWaits } from './waits.ts';

export interface RawClient {
  readonly received: readonly RawMessage[];
  /** Set once it is closed. */
  readonly closeCode: number | undefined;
  json(op: number, d: unknown): void;
  frame(frame: string | Buffer): void;
  /** The first JSON message with this opcode, also one that came before. */
  next(op: number): Promise<RawMessage>;
  /** The code that the server closed with. */
  closed(): Promise<number>;
  /** Says goodbye. */
  close(code: number): void;
  /** Ends the connection without a close frame. */
  drop(): void;
}

export interface RawMessage {
  readonly op: number;
  readonly seq?: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server says
  readonly d?: any;
}

export async function openRawClient(context: TestContext, server: VoiceServer, query = '?v=8'): Promise<RawClient> {
  const socket = new WebSocket(`wss://${server.endpoint}/${query}`);
  const received: RawMessage[] = [];
  const waits = createWaits();
  let closeCode: number | undefined;
  context.after(() => socket.terminate());
  socket.on('error', () => {});
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    received.push(isBinary ? { seq: data.readUInt16BE(), op: data[2], d: data.subarray(3) } : JSON.parse(data.toString()));
    waits.changed();
  });
  socket.on('close', code => {
    closeCode = code;
    waits.changed();
  });
  await once(socket, 'open');
  return {
    received,
    get closeCode() {
      return closeCode;
    },
    json: (op, d) => socket.send(JSON.stringify({ op, d })),
    frame: frame => socket.send(frame),
    async next(op) {
      const find = () => received.find(message => message.op === op);
      await waits.until(
        () => find() !== undefined,
        () => `the server did not send opcode ${op}; it closed with ${closeCode}.`,
      );
      return find()!;
    },
    async closed() {
      await waits.until(
        () => closeCode !== undefined,
        () => 'the server did not close the websocket.',
      );
      return closeCode!;
    },
    close: code => socket.close(code),
    drop: () => socket.terminate(),
  };
}

export interface Identity {
  readonly server_id: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly token: string;
  readonly max_dave_protocol_version?: number;
}

/** What identify must say for a fresh seat. */
export function seatOf(
  server: VoiceServer,
  userId: string,
  { channelId = '200', kind = 'voice' as 'voice' | 'stage' } = {},
): Identity {
  const sessionId = `session-of-${userId}`;
  const { token } = server.allocate({ guildId: GUILD, channelId, userId, sessionId, kind });
  return { server_id: GUILD, user_id: userId, session_id: sessionId, token, max_dave_protocol_version: 1 };
}

/** Goes as far as opcode 2. */
export async function identified(context: TestContext, server: VoiceServer, identity: Identity): Promise<RawClient> {
  const client = await openRawClient(context, server);
  client.json(opcodes.identify, identity);
  await client.next(opcodes.ready);
  return client;
}

/** Goes as far as opcode 4, without IP discovery. */
export async function described(context: TestContext, server: VoiceServer, identity: Identity): Promise<RawClient> {
  const client = await identified(context, server, identity);
  client.json(opcodes.selectProtocol, selection());
  await client.next(opcodes.sessionDescription);
  return client;
}

export function selection(change: { protocol?: string; mode?: string } = {}) {
  const { protocol = 'udp', mode = 'aead_aes256_gcm_rtpsize' } = change;
  return { protocol, data: { address: '127.0.0.1', port: 9, mode } };
}
