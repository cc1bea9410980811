/**
 * Voice server: Discord's voice half on loopback, as strict as the real one. A gateway of version 8 over TLS, IP discovery, both transport
 * modes, forwarding between the clients of a channel, and the DAVE handshake as a true MLS group. Whatever it would not accept is in
 * `violations`.
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { trustedCertificate } from './certificate.ts';
import { type Channel, createChannel } from './channel.ts';
import type { Ghost, GhostOptions } from './dave/ghost.ts';
import { createGroup } from './dave/group.ts';
import { type Provocation, provoke } from './dave/provocations.ts';
import { type Faults, faultsOver, noFaults } from './faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { closeCodes } from './gateway/opcodes.ts';
import { type Allocation, createSeats, type Seat } from './seats.ts';
import type { Session } from './session.ts';
import { createStreamCheck, type StreamCheck } from './transport/stream-checks.ts';
import { type Datagram, openVoiceSocket } from './transport/voice-socket.ts';
import type { Violation } from './violations.ts';
import { type VoiceChannel, voiceChannel } from './voice-channel.ts';
import { type ClientRecord, createClient, type VoiceClient } from './voice-client.ts';
import { createWaits, type Wait } from './waits.ts';

export type { Ghost, GhostOptions, HeardPacket } from './dave/ghost.ts';
export type { Provocation } from './dave/provocations.ts';
export type { Faults } from './faults.ts';
export { closeCodes, opcodes } from './gateway/opcodes.ts';
export type { Allocation, Seat } from './seats.ts';
export type { EncryptionMode } from './transport/ciphers.ts';
export type { Rule, Violation } from './violations.ts';
export type { VoiceChannel } from './voice-channel.ts';
export type { Attempt, VoiceClient } from './voice-client.ts';
export type { Wait } from './waits.ts';
export type { FrameKind, ReceivedPacket } from './wire-log.ts';
export { SILENCE_FRAME } from './wire-log.ts';

export interface VoiceServerOptions {
  /** What opcode 4 tells; 0: no end-to-end encryption. Default 1. */
  readonly daveVersion?: 0 | 1;
  /** Default 13 750, as the real one. A client is closed with 4009 after two and a half of it. */
  readonly heartbeatIntervalMs?: number;
  /** How long a session without a websocket may be resumed. Default 10 000. */
  readonly resumeWindowMs?: number;
}

/** A VOICE_SERVER_UPDATE that comes without having been asked for. */
export interface ServerMove extends Allocation {
  readonly guildId: string;
  readonly userId: string;
}

export interface VoiceServer {
  /** "localhost:12345" */
  readonly endpoint: string;
  /** PEM of the certificate, for NODE_EXTRA_CA_CERTS of child processes; this process trusts it already. */
  readonly certificatePath: string;
  readonly violations: readonly Violation[];
  /** For everybody; see faults.ts. */
  readonly faults: Faults;
  faultsOf(userId: string): Faults;
  /** The main gateway put a user into a channel: what VOICE_SERVER_UPDATE tells. Earlier tokens of this user and guild are void. */
  allocate(seat: Seat): Allocation;
  /** The main gateway took a user out: its token is void, an open websocket is closed with 4014. */
  release(place: { readonly guildId: string; readonly userId: string }): void;
  /** Gives a user another endpoint and token, and tells those who listen with `onServerUpdate`. */
  move(place: { readonly guildId: string; readonly userId: string }): void;
  /** Returns what takes the listener away. */
  onServerUpdate(listener: (move: ServerMove) => void): () => void;
  /** A user who was given a seat. Throws where there is none, or one in several guilds and no guild is named. */
  client(userId: string, guildId?: string): VoiceClient;
  clients(): readonly VoiceClient[];
  channel(channelId: string): VoiceChannel;
  /** A member of the channel's group in this process, which decrypts what the others send. */
  ghost(channelId: string, userId: string, options?: GhostOptions): Ghost;
  /** Resolves when the user has its session description. */
  ready(userId: string, wait?: Wait): Promise<VoiceClient>;
  stop(): Promise<void>;
}

export async function startVoiceServer(options: VoiceServerOptions = {}): Promise<VoiceServer> {
  const { daveVersion = 1, heartbeatIntervalMs = 13_750, resumeWindowMs = 10_000 } = options;
  const certificate = trustedCertificate();
  const waits = createWaits();
  const seats = createSeats();
  const faults = noFaults();
  const faultsByUser = new Map<string, Faults>();
  const violations: Violation[] = [];
  const records = new Map<string, ClientRecord>(); // by user and guild
  const channels = new Map<string, Channel>();
  const checks = new WeakMap<object, StreamCheck>(); // by session
  const granted = new Map<string, Seat>(); // by user and guild
  const listeners = new Set<(move: ServerMove) => void>();
  let moves = 0;

  const report = (violation: Violation) => {
    violations.push(violation);
    waits.changed();
  };
  const placeOf = ({ userId, guildId }: Pick<Seat, 'userId' | 'guildId'>) => `${userId} ${guildId}`;
  const faultsOf = (userId: string) => orMake(faultsByUser, userId, () => faultsOver(faults));
  const clientOf = ({ userId, guildId }: Pick<Seat, 'userId' | 'guildId'>) =>
    orMake(records, placeOf({ userId, guildId }), () => createClient({ userId, guildId, waits, provoke: provokeSession }));
  const provokeSession = ({ member, seat }: Session, provocation: Provocation) => {
    provoke(provocation, { member, group: channelOf(seat).group, channelId: seat.channelId });
  };

  const onDatagram = (datagram: Datagram) => {
    const { session, header, payload, kind, atMs } = datagram;
    const check = orMake(checks, session, () => createStreamCheck(session.seat.userId, report));
    check.datagram(datagram);
    const decrypted = channelOf(session.seat).forward(datagram);
    if (decrypted) check.frame(decrypted);
    const opus = kind === 'E' ? decrypted : payload;
    clientOf(session.seat).packets.push({ kind, payload, ...header, atMs, opus });
    waits.changed();
  };
  const socket = await openVoiceSocket({ sessionBySsrc: ssrc => gateway.sessionBySsrc(ssrc), onDatagram, report });
  const channelOf = ({ channelId, kind = 'voice' }: Pick<Seat, 'channelId' | 'kind'>) =>
    orMake(channels, channelId, () => {
      const version = kind === 'stage' ? 0 : daveVersion;
      const usesTransitionZero = () => faults.usesTransitionZero;
      const group = createGroup({ channelId, version, usesTransitionZero, changed: waits.changed });
      return createChannel({ id: channelId, socket, group, changed: waits.changed });
    });
  const gateway = createGateway({
    seats,
    heartbeatIntervalMs,
    resumeWindowMs,
    udpPort: socket.port,
    faults,
    faultsOf,
    clientOf,
    channelOf,
    report,
    changed: waits.changed,
  });

  const https = createServer({ cert: certificate.pem, key: certificate.privateKeyPem }).listen(0, '127.0.0.1');
  const websockets = new WebSocketServer({ server: https });
  websockets.on('connection', (websocket, request) => {
    const version = new URL(request.url ?? '/', 'wss://localhost').searchParams.get('v');
    if (version === '8') return gateway.accept(websocket);
    report({ rule: 'gateway', detail: `Version ${version} of the voice gateway was asked for; this one speaks version 8.` });
    websocket.close(closeCodes.badRequest);
  });
  await once(https, 'listening');
  const endpoint = `localhost:${(https.address() as AddressInfo).port}`;

  const find = (userId: string, guildId?: string): VoiceClient => {
    const found = [...records.values()].filter(
      ({ view }) => view.userId === userId && view.guildId === (guildId ?? view.guildId),
    );
    if (found.length === 1) return found[0].view;
    throw new Error(`User ${userId} has ${found.length} seats${guildId ? ` in guild ${guildId}` : '; name the guild'}.`);
  };

  return {
    endpoint,
    certificatePath: certificate.path,
    violations,
    faults,
    faultsOf,
    allocate(seat) {
      clientOf(seat);
      granted.set(placeOf(seat), seat);
      return { token: seats.grant(seat), endpoint };
    },
    release(place) {
      seats.revoke(place.guildId, place.userId);
      granted.delete(placeOf(place));
      records.get(placeOf(place))?.hangUp?.(closeCodes.disconnected);
    },
    move(place) {
      const seat = granted.get(placeOf(place));
      if (!seat) throw new Error(`User ${place.userId} has no seat in guild ${place.guildId}.`);
      moves++;
      const move = { ...place, token: seats.grant(seat), endpoint: `${endpoint}/${moves}` };
      for (const listener of listeners) listener(move);
    },
    onServerUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    client: find,
    channel: channelId => voiceChannel(channelId, { channel: channelOf({ channelId }), waits }),
    ghost: (channelId, userId, ghostOptions) => channelOf({ channelId }).ghost(userId, ghostOptions),
    clients: () => [...records.values()].map(({ view }) => view),
    async ready(userId, wait) {
      const isReady = () => [...records.values()].some(({ view }) => view.userId === userId && view.isReady);
      await waits.until(isReady, () => `user ${userId} did not become ready. Violations: ${JSON.stringify(violations)}`, wait);
      return [...records.values()].find(({ view }) => view.userId === userId && view.isReady)!.view;
    },
    async stop() {
      for (const { group } of channels.values()) group.stop();
      for (const websocket of websockets.clients) websocket.terminate();
      websockets.close();
      https.closeAllConnections();
      await Promise.all([socket.close(), new Promise(resolve => https.close(resolve))]);
    },
  };
}

interface Table<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function orMake<Key, Value>(table: Table<Key, Value>, key: Key, make: () => Value): Value {
  const found = table.get(key);
  if (found !== undefined) return found;
  const made = make();
  table.set(key, made);
  return made;
}
