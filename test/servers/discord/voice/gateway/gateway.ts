/** Gateway: takes a websocket through identify, discovery and protocol selection into its channel, and through resumes. */
import type { WebSocket } from 'ws';
import type { Channel } from '../channel.ts';
import type { Faults } from '../faults.ts';
import type { Seat, Seats } from '../seats.ts';
import { createSession, type Session } from '../session.ts';
import { createCipher, encryptionModes } from '../transport/ciphers.ts';
import type { Violation } from '../violations.ts';
import type { Attempt, ClientRecord } from '../voice-client.ts';
import { openLink } from './link.ts';
import { closeCodes, GatewayClose, opcodes } from './opcodes.ts';
import type { BinaryMessage, JsonMessage, Payload } from './payloads.ts';

export interface GatewayOptions {
  readonly seats: Seats;
  readonly heartbeatIntervalMs: number;
  readonly resumeWindowMs: number;
  readonly udpPort: number;
  readonly faults: Faults;
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
  /** Ends a session for good, without touching its websocket. */
  end(session: Session): void;
}

/** A client that closes with one of these says goodbye; after all others it may resume. */
const farewells: readonly number[] = [1000, 1001];

export function createGateway(options: GatewayOptions): Gateway {
  const { seats, report, changed } = options;
  const sessions = new Map<number, Session>(); // by ssrc

  const end = (session: Session) => {
    if (!sessions.delete(session.ssrc)) return;
    options.channelOf(session.seat).leave(session);
    const record = options.clientOf(session.seat);
    if (record.session === session) record.session = undefined;
    changed();
  };

  const accept = (socket: WebSocket) => {
    let session: Session | undefined;
    let attempt: Attempt | undefined;
    const hangUp = (how: number | 'drop') => {
      if (how === 'drop') socket.terminate();
      else socket.close(how);
      if (session && typeof how === 'number' && !isResumable(how)) end(session);
    };
    const closeAt = (moment: keyof Faults['closesAt'], faults: Faults) => {
      const code = faults.closesAt[moment];
      if (code !== undefined) throw new PlannedClose(code);
    };
    const take = (seat: Seat, kind: Attempt['kind']) => {
      const record = options.clientOf(seat);
      attempt = { kind, atMs: performance.now() };
      record.attempts.push(attempt);
      return record;
    };
    const attach = (record: ClientRecord, to: Session) => {
      session = to;
      record.session = to;
      record.hangUp = hangUp;
      to.outbox.attach(socket);
    };

    const identify = (payload: Payload<typeof opcodes.identify>) => {
      const seat = seats.check(payload);
      const record = take(seat, 'identify');
      const faults = options.faultsOf(seat.userId);
      closeAt('identify', faults);
      const maxDaveVersion = payload.max_dave_protocol_version ?? 0;
      if (maxDaveVersion < options.channelOf(seat).group.version) {
        throw new GatewayClose(closeCodes.encryptionRequired, 'End-to-end encryption is required in this channel.');
      }
      if (record.session) end(record.session);
      const fresh = createSession(seat, { faults, maxDaveVersion });
      sessions.set(fresh.ssrc, fresh);
      attach(record, fresh);
      fresh.outbox.json(opcodes.ready, { ssrc: fresh.ssrc, ip: '127.0.0.1', port: options.udpPort, modes: faults.modes });
    };

    const resume = (payload: Payload<typeof opcodes.resume>) => {
      const seat = seats.check(payload);
      const record = take(seat, 'resume');
      closeAt('resume', options.faultsOf(seat.userId));
      const lost = record.session;
      if (!lost || lost.seat !== seat) throw new GatewayClose(closeCodes.sessionNotValid, 'There is no session to resume.');
      if (payload.seq_ack > lost.outbox.lastSequence) {
        throw new GatewayClose(closeCodes.payloadNotUnderstood, `seq_ack ${payload.seq_ack} was never sent.`);
      }
      attach(record, lost);
      lost.outbox.json(opcodes.resumed, null);
      lost.outbox.replay(payload.seq_ack);
    };

    const selectProtocol = (to: Session, { protocol, data }: Payload<typeof opcodes.selectProtocol>) => {
      closeAt('selectProtocol', to.faults);
      if (protocol !== 'udp') throw new GatewayClose(closeCodes.unknownProtocol, `Unknown protocol "${protocol}".`);
      const mode = encryptionModes.find(offered => offered === data.mode && to.faults.modes.includes(offered));
      if (!mode) throw new GatewayClose(closeCodes.unknownEncryptionMode, `The mode "${data.mode}" was not offered.`);
      if (to.cipher) throw new GatewayClose(closeCodes.badRequest, 'The protocol was selected before.');
      if (!to.address)
        report({ rule: 'gateway', userId: to.seat.userId, detail: 'A protocol was selected without IP discovery.' });
      to.mode = mode;
      to.cipher = createCipher(mode, to.key);
      const channel = options.channelOf(to.seat);
      const described = { mode, secret_key: [...to.key], dave_protocol_version: channel.group.version };
      to.outbox.json(opcodes.sessionDescription, described);
      channel.enter(to);
    };

    const message = (from: Session, received: JsonMessage | BinaryMessage) => {
      if (received.op === opcodes.selectProtocol) return selectProtocol(from, received.d);
      if (!from.cipher)
        throw new GatewayClose(closeCodes.notAuthenticated, `Opcode ${received.op} before a protocol was selected.`);
      const channel = options.channelOf(from.seat);
      if (received.op === opcodes.speaking) {
        if (received.d.ssrc !== from.ssrc)
          throw new GatewayClose(closeCodes.badRequest, `The ssrc ${received.d.ssrc} is another's.`);
        channel.speaking(from, received.d.speaking);
      }
      if (received.op === opcodes.keyPackage) channel.group.keyPackage(from.member, received.body);
      if (received.op === opcodes.commitWelcome) channel.group.commitWelcome(from.member, received.body);
      if (received.op === opcodes.transitionReady) channel.group.transitionReady(from.member, received.d.transition_id);
      if (received.op === opcodes.invalidCommitWelcome) channel.group.recover(from.member, received.d.transition_id);
    };

    openLink({
      socket,
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      handlers: {
        identify,
        resume,
        heartbeat({ t, seq_ack }) {
          if (session && seq_ack > session.outbox.lastSequence) {
            throw new GatewayClose(closeCodes.payloadNotUnderstood, `seq_ack ${seq_ack} was never sent.`);
          }
          const faults = session?.faults ?? options.faults;
          if (faults.acknowledgesHeartbeats) socket.send(JSON.stringify({ op: opcodes.heartbeatAcknowledged, d: { t } }));
        },
        message(received) {
          if (session) message(session, received);
          changed();
        },
        refused(close) {
          if (!(close instanceof PlannedClose)) {
            report({ rule: 'gateway', userId: session?.seat.userId, detail: `${close.code}: ${close.message}` });
          }
          if (session && !isResumable(close.code)) end(session);
        },
        closed(code) {
          if (attempt) attempt.closeCode = code;
          if (session) lose(session, code);
          changed();
        },
      },
    });

    /** The websocket is gone; the session stays for a while, unless the client said goodbye or another websocket took it over. */
    const lose = (lost: Session, code: number) => {
      const record = options.clientOf(lost.seat);
      if (record.hangUp !== hangUp) return;
      record.hangUp = undefined;
      lost.outbox.detach();
      if (farewells.includes(code) || !isResumable(code)) return end(lost);
      setTimeout(() => record.hangUp === undefined && end(lost), options.resumeWindowMs).unref();
    };
  };

  return { accept, end, sessionBySsrc: ssrc => sessions.get(ssrc) };
}

/** A close that the test asked for: no fault of the client. */
class PlannedClose extends GatewayClose {
  constructor(code: number) {
    super(code, 'As the test wanted.');
  }
}

function isResumable(code: number): boolean {
  return code < 4000 || code === closeCodes.serverCrashed;
}
