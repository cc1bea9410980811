/**
 * Voice server: Discord's voice half on loopback, as strict as the real one. A gateway of version 8 over TLS, IP discovery, both transport
 * modes, forwarding between the clients of a channel, and the DAVE handshake as a true MLS group. Whatever it would not accept is in
 * `violations`.
 */
import { type Channel, createChannel } from './channel.ts';
import { type Clients, createClients, type Place, type ReadyWait } from './clients.ts';
import type { Ghost, GhostOptions } from './dave/ghost.ts';
import { createGroup } from './dave/group.ts';
import { type Provocation, provoke } from './dave/provocations.ts';
import { type Faults, faultsOver, noFaults } from './faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { listen } from './gateway/listen.ts';
import { closeCodes } from './gateway/opcodes.ts';
import { type Allocation, createSeats, type Seat } from './seats.ts';
import type { Session } from './session.ts';
import { type Datagram, openVoiceSocket } from './transport/voice-socket.ts';
import type { Violation } from './violations.ts';
import { type VoiceChannel, voiceChannel } from './voice-channel.ts';
import type { VoiceClient } from './voice-client.ts';
import { createWaits } from './waits.ts';

export type { Place, ReadyWait } from './clients.ts';
export type { Ghost, GhostOptions, HeardPacket } from './dave/ghost.ts';
export type { Provocation } from './dave/provocations.ts';
export type { Faults } from './faults.ts';
export { closeCodes, type Opcode, opcodes } from './gateway/opcodes.ts';
export type { Allocation, Seat } from './seats.ts';
export type { EncryptionMode } from './transport/ciphers.ts';
export type { Rule, Violation } from './violations.ts';
export type { VoiceChannel } from './voice-channel.ts';
export type { Attempt, VoiceClient } from './voice-client.ts';
export type { Wait } from './waits.ts';
export { type FrameKind, gapsMs, type ReceivedPacket, SILENCE_FRAME } from './wire-log.ts';

export interface VoiceServerOptions {
  /** What opcode 4 tells in voice channels; 0: no end-to-end encryption. Default 1. */
  readonly daveVersion?: 0 | 1;
  /** Default 13 750, as the real one. A client is closed with 4009 after two and a half of it. */
  readonly heartbeatIntervalMs?: number;
  /** How long a session without a websocket may be resumed. Default 10 000. */
  readonly resumeWindowMs?: number;
}

/** A VOICE_SERVER_UPDATE that comes without having been asked for. */
export interface ServerMove extends Place {
  readonly token: string;
  /** null: the server is gone, and another one will be told later. */
  readonly endpoint: string | null;
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
  /** The main gateway took a user out: its token is void, its session ends with 4014. */
  release(place: Place): void;
  /** Tells those who listen with `onServerUpdate` another endpoint and token; the earlier ones are void. */
  move(place: Place): void;
  /** Tells them that the user's voice server is gone. */
  withdraw(place: Place): void;
  /** Returns what takes the listener away. */
  onServerUpdate(listener: (move: ServerMove) => void): () => void;
  readonly clients: readonly VoiceClient[];
  /** A user who was given a seat. Throws where there is none, or one in several guilds and no guild is named. */
  client(userId: string, guildId?: string): VoiceClient;
  /** Resolves when the user has its session description. */
  ready(userId: string, wait?: ReadyWait): Promise<VoiceClient>;
  channel(channelId: string): VoiceChannel;
  /** A member of the channel's group in this process, which decrypts what the others send. */
  ghost(channelId: string, userId: string, options?: GhostOptions): Ghost;
  stop(): Promise<void>;
}

export async function startVoiceServer(options: VoiceServerOptions = {}): Promise<VoiceServer> {
  const { daveVersion = 1, heartbeatIntervalMs = 13_750, resumeWindowMs = 10_000 } = options;
  const waits = createWaits();
  const { changed } = waits;
  const seats = createSeats();
  const faults = noFaults();
  const faultsByUser = new Map<string, Faults>();
  const violations: Violation[] = [];
  const channels = new Map<string, Channel>();
  const moves = createMoves();

  const report = (violation: Violation) => {
    violations.push(violation);
    changed();
  };
  const faultsOf = (userId: string) => {
    const found = faultsByUser.get(userId) ?? faultsOver(faults);
    faultsByUser.set(userId, found);
    return found;
  };
  const clients: Clients = createClients({
    waits,
    provoke: ({ member, seat }: Session, provocation: Provocation) => {
      provoke(provocation, { member, group: channelOf(seat).group, channelId: seat.channelId });
    },
  });
  const onDatagram = (datagram: Datagram) => {
    const { session, header, payload, kind, atMs } = datagram;
    const { seat, check } = session;
    const channel = channelOf(seat);
    check.packet({ ...datagram, mustEncrypt: channel.group.holds(seat.userId) });
    const decrypted = channel.forward(datagram);
    if (decrypted) check.opus(decrypted);
    clients.of(seat).packets.push({ kind, payload, ...header, atMs, opus: kind === 'E' ? decrypted : payload });
    changed();
  };
  const socket = await openVoiceSocket({ sessionBySsrc: ssrc => gateway.sessionBySsrc(ssrc), onDatagram, report });
  const channelOf = ({ channelId, kind = 'voice' }: Pick<Seat, 'channelId' | 'kind'>): Channel => {
    const found = channels.get(channelId) ?? makeChannel(channelId, kind === 'voice' ? daveVersion : 0);
    channels.set(channelId, found);
    return found;
  };
  const makeChannel = (id: string, version: number) => {
    const group = createGroup({ channelId: id, version, usesTransitionZero: () => faults.usesTransitionZero, changed });
    return createChannel({ id, socket, group, changed });
  };
  const gateway = createGateway({
    seats,
    heartbeatIntervalMs,
    resumeWindowMs,
    udpPort: socket.port,
    faultsOf,
    clientOf: clients.of,
    channelOf,
    report,
    changed,
  });
  const listener = await listen({ accept: gateway.accept, report });

  return {
    endpoint: listener.endpoint,
    certificatePath: listener.certificatePath,
    violations,
    faults,
    faultsOf,
    onServerUpdate: moves.listen,
    allocate(seat) {
      clients.of(seat).seat = seat;
      return { token: seats.grant(seat), endpoint: listener.endpoint };
    },
    release(place) {
      seats.revoke(place.guildId, place.userId);
      gateway.end(clients.of(place), closeCodes.disconnected);
    },
    move(place) {
      const { seat } = clients.of(place);
      if (!seat) throw new Error(`User ${place.userId} has no seat in guild ${place.guildId}.`);
      moves.tell({ ...place, token: seats.grant(seat), endpoint: `${listener.endpoint}/${moves.count + 1}` });
    },
    withdraw: place => moves.tell({ ...place, token: '', endpoint: null }),
    get clients() {
      return clients.all;
    },
    client: clients.find,
    ready: clients.ready,
    channel: channelId => voiceChannel(channelId, { channel: channelOf({ channelId }), waits }),
    ghost: (channelId, userId, ghostOptions) => channelOf({ channelId }).ghost(userId, ghostOptions),
    async stop() {
      for (const { group } of channels.values()) group.stop();
      await Promise.all([listener.close(), socket.close()]);
    },
  };
}

function createMoves() {
  const listeners = new Set<(move: ServerMove) => void>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    listen(listener: (move: ServerMove) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(move: ServerMove) {
      count++;
      for (const listener of listeners) listener(move);
    },
  };
}
