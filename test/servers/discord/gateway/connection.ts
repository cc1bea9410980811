/** Connection: one socket of the main gateway, from HELLO to its close. Real time rules heartbeats and floods: the client measures those itself. */
import type { RawData, WebSocket } from 'ws';
import { closeCodes, GatewayClose } from './close-codes.ts';
import { fields, readIdentify, readResume } from './identify.ts';
import type { Payload, Session } from './session.ts';
import type { Sessions } from './sessions.ts';

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalid: 9,
} as const;
const hello = 10;
const acknowledged = 11;

const largestPayloadBytes = 4096;
const sendsPerWindow = 120;
const windowMs = 60_000;
/** How much later than announced a heartbeat may come. */
const heartbeatTolerance = 1.5;

export interface Connection {
  readonly session: Session | undefined;
  readonly presence: unknown;
  send(payload: Payload): void;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9; the session is over unless it can be resumed. */
  invalidate(canResume: boolean): void;
  close(code: number): void;
  /** Without a close frame. */
  drop(): void;
}

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly sessions: Sessions;
  readonly heartbeatIntervalMs: number;
  /** The client broke a rule; the connection is being closed with `code`. */
  readonly violated: (violation: { readonly what: string; readonly code: number; readonly message: string }) => void;
  /** Something happened that a test may wait for. */
  readonly changed: () => void;
}

export function createConnection({ socket, sessions, heartbeatIntervalMs, violated, changed }: ConnectionOptions): Connection {
  let session: Session | undefined;
  let presence: unknown;
  let sentAtMs: number[] = [];
  let heartbeat: NodeJS.Timeout | undefined;

  const send = (payload: Payload) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ s: null, t: null, ...payload }));
    changed();
  };

  const link = { send, drop: () => socket.terminate() };

  function close(code: number): void {
    if (session && endsSession(code)) sessions.end(session);
    socket.close(code);
  }

  function expectHeartbeat(): void {
    clearTimeout(heartbeat);
    heartbeat = setTimeout(() => close(closeCodes.sessionTimedOut), heartbeatIntervalMs * heartbeatTolerance);
    heartbeat.unref();
  }

  const handlers: Readonly<Record<number, (data: unknown) => void>> = {
    [op.heartbeat](data) {
      if (data !== null && !Number.isInteger(data))
        throw new GatewayClose(closeCodes.decodeError, 'a heartbeat carries a number or null');
      expectHeartbeat();
      send({ op: acknowledged, d: undefined });
    },
    [op.identify](data) {
      if (session) throw new GatewayClose(closeCodes.alreadyAuthenticated, 'a second IDENTIFY');
      const identify = readIdentify(data, sessions.rules);
      const started = sessions.start(identify);
      if (!started) return send({ op: op.invalid, d: false });
      session = started;
      presence = identify.presence;
      session.connect(link);
      sessions.greet(session);
    },
    [op.resume](data) {
      if (session) throw new GatewayClose(closeCodes.alreadyAuthenticated, 'RESUME on a connection that has a session');
      const { token, sessionId, sequence } = readResume(data);
      const resumed = sessions.take(sessionId, token);
      if (!resumed) return send({ op: op.invalid, d: false });
      if (sequence > resumed.sequence)
        throw new GatewayClose(closeCodes.invalidSequence, `RESUME from event ${sequence} of ${resumed.sequence}`);
      resumed.connect(link);
      if (!resumed.replay(sequence)) {
        sessions.end(resumed);
        return send({ op: op.invalid, d: false });
      }
      session = resumed;
      session.dispatch('RESUMED', {});
      sessions.resumed(session);
    },
    [op.presence](data) {
      const { since, activities, status, afk } = fields(data);
      const isRight = (since === null || Number.isInteger(since)) && Array.isArray(activities) && typeof afk === 'boolean';
      if (!isRight || !statuses.includes(status as string)) throw new GatewayClose(closeCodes.decodeError, 'invalid presence');
      presence = data;
    },
    [op.voiceState]: data => sessions.updateVoice(session!, fields(data)),
    [op.members]: data => sessions.sendMembers(session!, fields(data)),
  };

  function receive(data: RawData, isBinary: boolean): void {
    const text = isBinary ? '' : data.toString();
    if (isBinary || Buffer.byteLength(text) > largestPayloadBytes) {
      throw new GatewayClose(closeCodes.decodeError, `a payload is JSON text of at most ${largestPayloadBytes} bytes`);
    }
    const nowMs = Date.now();
    sentAtMs = [...sentAtMs.filter(atMs => atMs > nowMs - windowMs), nowMs];
    if (sentAtMs.length > sendsPerWindow)
      throw new GatewayClose(closeCodes.rateLimited, `more than ${sendsPerWindow} payloads in a minute`);
    const payload = fields(parse(text));
    const handler = typeof payload.op === 'number' ? handlers[payload.op] : undefined;
    if (!handler) throw new GatewayClose(closeCodes.unknownOpcode, `unknown opcode ${payload.op}`);
    if (!session && !beforeSession.includes(payload.op as number))
      throw new GatewayClose(closeCodes.notAuthenticated, 'not identified');
    handler(payload.d);
    changed();
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    try {
      receive(data, isBinary);
    } catch (error) {
      if (!(error instanceof GatewayClose)) throw error;
      violated({ what: whatWas(data), code: error.code, message: error.message });
      close(error.code);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', (code: number) => {
    clearTimeout(heartbeat);
    if (session?.disconnect(link)) sessions.disconnected(session, { isOver: code === 1000 || code === 1001 });
  });
  expectHeartbeat();
  send({ op: hello, d: { heartbeat_interval: heartbeatIntervalMs } });

  return {
    get session() {
      return session;
    },
    get presence() {
      return presence;
    },
    send,
    close,
    askToReconnect: () => send({ op: op.reconnect, d: null }),
    invalidate(canResume) {
      send({ op: op.invalid, d: canResume });
      const before = session;
      session = undefined;
      if (!before) return;
      before.disconnect(link);
      // A client may resume on this very connection, or on a new one.
      sessions.disconnected(before, { isOver: !canResume });
    },
    drop: link.drop,
  };
}

const beforeSession: readonly number[] = [op.heartbeat, op.identify, op.resume];
const statuses: readonly string[] = ['online', 'dnd', 'idle', 'invisible', 'offline'];

/** After these the client must identify anew. */
function endsSession(code: number): boolean {
  return code === 1000 || code === 1001 || [4003, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014].includes(code);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GatewayClose(closeCodes.decodeError, 'a payload that is no JSON');
  }
}

/** "op 4"; never what was in it, which may be a token. */
function whatWas(data: RawData): string {
  const found = /"op":\s*(\d+)/.exec(data.toString());
  return found ? `op ${found[1]}` : 'payload';
}
