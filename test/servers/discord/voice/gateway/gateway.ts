/** Gateway: begins sessions, resumes them and ends them, as websockets come and go. */
import type { WebSocket } from 'ws';
import type { Channel } from '../channel.ts';
import type { Faults } from '../faults.ts';
import type { Seat, Seats } from '../seats.ts';
import { createSession, type Session } from '../session.ts';
import type { Violation } from '../violations.ts';
import type { Attempt, ClientRecord } from '../voice-client.ts';
import { createConversation } from './conversation.ts';
import { openLink } from './link.ts';
import { closeCodes, GatewayClose, opcodes, PlannedClose } from './opcodes.ts';
import type { Payload } from './payloads.ts';

export interface GatewayOptions {
  readonly seats: Seats;
  readonly heartbeatIntervalMs: number;
  readonly resumeWindowMs: number;
  readonly udpPort: number;
  readonly faultsOf: (userId: string) => Faults;
  readonly clientOf: (seat: Seat) => ClientRecord;
  readonly channelOf: (seat: Seat) => Channel;
  readonly report: (violation: Violation) => void;
  /** Something happened that a test may wait for. */
  readonly changed: () => void;
}

export interface Gateway {
  accept(socket: WebSocket): void;
  sessionBySsrc(ssrc: number): Session | undefined;
  /** Ends a session for good and closes its websocket, where it has one. */
  end(record: ClientRecord, code: number): void;
}

/** A client that closes with one of these says goodbye; after all others it may resume. */
const farewells: readonly number[] = [1000, 1001];

export function createGateway(options: GatewayOptions): Gateway {
  const { seats, clientOf, channelOf, faultsOf, report, changed } = options;
  const sessions = new Map<number, Session>(); // by ssrc
  const converse = createConversation({ channelOf, report });

  const forget = (session: Session) => {
    if (!sessions.delete(session.ssrc)) return;
    session.check.stop();
    clearTimeout(session.expiry);
    channelOf(session.seat).leave(session);
    const record = clientOf(session.seat);
    if (record.session === session) record.session = undefined;
    changed();
  };
  const end = (record: ClientRecord, code: number) => {
    record.hangUp?.(code);
    record.hangUp = undefined;
    if (record.session) forget(record.session);
  };

  const begin = (seat: Seat, maxDaveVersion: number): Session => {
    if (maxDaveVersion < channelOf(seat).group.version) {
      throw new GatewayClose(closeCodes.encryptionRequired, 'End-to-end encryption is required in this channel.');
    }
    end(clientOf(seat), closeCodes.sessionNotValid);
    const session = createSession(seat, { faults: faultsOf(seat.userId), report });
    sessions.set(session.ssrc, session);
    return session;
  };

  const find = (seat: Seat, acknowledged: number): Session => {
    const session = clientOf(seat).session;
    if (session?.seat !== seat) throw new GatewayClose(closeCodes.sessionNotValid, 'There is no session to resume.');
    requireSent(session, acknowledged);
    return session;
  };

  const accept = (socket: WebSocket) => {
    let session: Session | undefined;
    let attempt: Attempt | undefined;
    const hangUp = (how: number | 'drop') => {
      if (how === 'drop') return socket.terminate();
      socket.close(how);
      if (session && !isResumable(how)) forget(session);
    };
    const attach = (to: Session) => {
      const record = clientOf(to.seat);
      record.hangUp?.('drop'); // a websocket whose loss went unnoticed
      clearTimeout(to.expiry);
      session = to;
      record.session = to;
      record.hangUp = hangUp;
      to.outbox.attach(socket);
    };
    const record = (kind: Attempt['kind'], { userId, guildId }: Seat) => {
      attempt = { kind, atMs: performance.now() };
      clientOf({ userId, guildId } as Seat).attempts.push(attempt);
      const planned = faultsOf(userId).closesAt[kind];
      if (planned !== undefined) throw new PlannedClose(planned);
    };

    /** The websocket is gone; the session stays for a while, unless the client said goodbye or another websocket took it over. */
    const lose = (lost: Session, code: number) => {
      const client = clientOf(lost.seat);
      if (client.hangUp !== hangUp) return;
      client.hangUp = undefined;
      lost.outbox.detach();
      if (farewells.includes(code) || !isResumable(code)) return forget(lost);
      lost.expiry = setTimeout(() => forget(lost), options.resumeWindowMs).unref();
    };

    openLink({
      socket,
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      handlers: {
        identify(payload) {
          const seat = seats.check(payload);
          record('identify', seat);
          const fresh = begin(seat, payload.max_dave_protocol_version ?? 0);
          attach(fresh);
          const { ssrc, faults } = fresh;
          fresh.outbox.json(opcodes.ready, { ssrc, ip: '127.0.0.1', port: options.udpPort, modes: faults.modes });
        },
        resume(payload) {
          const seat = seats.check(payload);
          record('resume', seat);
          const lost = find(seat, payload.seq_ack);
          attach(lost);
          lost.outbox.json(opcodes.resumed, null);
          lost.outbox.replay(payload.seq_ack);
        },
        heartbeat(payload) {
          if (session) requireSent(session, payload.seq_ack);
          acknowledge(socket, payload, session?.faults.acknowledgesHeartbeats ?? true);
        },
        message(received) {
          if (session) converse(session, received);
        },
        refused(close) {
          if (close instanceof PlannedClose) return;
          report({ rule: 'gateway', userId: session?.seat.userId, detail: `${close.code}: ${close.message}` });
          if (session) forget(session);
        },
        closed(code) {
          if (attempt) attempt.closeCode = code;
          if (session) lose(session, code);
        },
        changed,
      },
    });
  };

  return { accept, end, sessionBySsrc: ssrc => sessions.get(ssrc) };
}

function acknowledge(socket: WebSocket, { t }: Payload<typeof opcodes.heartbeat>, isWanted: boolean): void {
  if (isWanted) socket.send(JSON.stringify({ op: opcodes.heartbeatAcknowledged, d: { t } }));
}

function requireSent({ outbox }: Session, sequence: number): void {
  if (sequence <= outbox.lastSequence) return;
  throw new GatewayClose(closeCodes.payloadNotUnderstood, `Sequence ${sequence} was acknowledged and never sent.`);
}

function isResumable(code: number): boolean {
  return code < 4000 || code === closeCodes.serverCrashed;
}
