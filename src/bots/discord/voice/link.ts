import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DiscordGatewayAdapterCreator, Networking, NetworkingReadyState, VoiceConnectionState } from '@discordjs/voice';
import type { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import { createAdapter, type Departures } from './adapter.ts';
import { createAttempts } from './attempts.ts';
import { guardNetworking } from './guard.ts';
import { createKeys } from './keys.ts';
import type { VoiceLibrary } from './library.ts';
import type { LiveLimits } from './live.ts';
import type { Outlet } from './player.ts';
import { closed, noDatagrams, notEncrypted, reconnecting, removed, unreachable } from './refusals.ts';
import { createTimer } from './timer.ts';

/**
 * Link: the connection to the voice channel of one server, kept up within limits. It connects again after a loss, with growing pauses and a
 * bounded number of times; whatever it waits for has a deadline. When it is over, it has left the channel.
 */
export interface Link extends Outlet {
  /** Resolves when it is connected; rejects with the reason when it is over. */
  ready(): Promise<void>;
  /** What went wrong last; undefined when nothing did. */
  readonly trouble: Refusal | undefined;
  /** To another channel of the same server. */
  move(channelId: string): void;
  /** The main gateway has put the bot into another channel and may tell another voice server, or, with null, out of it. */
  moved(channelId: string | null): void;
  /** The main gateway has begun anew and knows nothing of this connection. */
  renew(): void;
  /** Something could not be sent. */
  fault(error: unknown): void;
  /** Leaves the channel; resolves when that was told to Discord. Who waits for it to be ready gets `reason`. */
  close(reason: Refusal): Promise<void>;
}

export interface LinkOptions {
  readonly library: VoiceLibrary;
  readonly adapterCreator: DiscordGatewayAdapterCreator;
  readonly guildId: string;
  readonly channelId: string;
  /** Shared by all links of one server. */
  readonly departures: Departures;
  /** The bot's own account: several may share a process. */
  readonly userId: string;
  /** For people to read. */
  readonly channelName: () => string;
  readonly limits: LiveLimits;
  readonly log: Log;
  readonly now: () => number;
  readonly onReady: () => void;
  /** Lost, and being tried again after a pause. */
  readonly onLoss: (reason: Refusal) => void;
  /** Not called after `close`. */
  readonly onOver: (reason: Refusal) => void;
}

/** "Should not reconnect": rate limited, call terminated; and end-to-end encryption required, which was offered. */
const finalCodes = new Set([4017, 4021, 4022]);
/** Kicked, or moved to another voice server: the main gateway tells which. */
const disconnectedCode = 4014;
/** A gateway whose messages cannot be handled so many times is of no use. */
const maximumFaults = 10;

export function createLink(options: LinkOptions): Link {
  const { library, guildId, limits, log, now, channelName, departures } = options;
  const { VoiceConnectionStatus, VoiceConnectionDisconnectReason, NetworkingStatusCode } = library;
  const attempts = createAttempts({ ...limits, now });
  const place = { guildId, selfDeaf: true, selfMute: false, group: options.userId };
  let { channelId } = options;
  let networking: Networking | undefined;
  let keys = createKeys({ ...limits, now });
  let closeCode: number | undefined;
  let faults = 0;
  /** A connection that is about to be replaced. */
  let isLeaving = false;
  let end: { readonly reason: Refusal } | undefined;
  let isClosing = false;
  let lastTrouble: Refusal | undefined;
  let standing = pending();
  let isStanding = false;
  /** Only one of these is waited for at a time: connecting, the pause before the next attempt, word of a move. */
  const wait = createTimer();
  const discovery = createTimer();

  const adapter = createAdapter(options.adapterCreator, departures, onFault);
  const connection = adapter.asking(() =>
    library.joinVoiceChannel({ ...place, channelId, adapterCreator: adapter.create, debug: false }),
  );
  connection.on('error', onError);
  connection.on('transitioned', () => keys.agreed());
  connection.on('stateChange', (_, state) => onState(state));
  expectConnection();
  if (connection.state.status === VoiceConnectionStatus.Disconnected) onState(connection.state);

  function onState(state: VoiceConnectionState): void {
    if ('networking' in state && state.networking !== networking) adopt(state.networking);
    if (state.status === VoiceConnectionStatus.Ready) onConnected();
    if (state.status === VoiceConnectionStatus.Connecting) {
      onLost();
      expectConnection();
    }
    // Nothing may be destroyed within this event: the library goes on with the state that it had.
    if (state.status === VoiceConnectionStatus.Destroyed) setImmediate(() => finish(removed(channelName())));
    if (state.status !== VoiceConnectionStatus.Disconnected) return;
    if (isLeaving || state.reason === VoiceConnectionDisconnectReason.Manual) return;
    const code = closeCode;
    const mayBeMoved = code === disconnectedCode || state.reason === VoiceConnectionDisconnectReason.EndpointRemoved;
    setImmediate(() => (mayBeMoved ? onMove() : onClose(code)));
  }

  function adopt(fresh: Networking): void {
    networking = fresh;
    keys = createKeys({ ...limits, now });
    closeCode = undefined;
    isLeaving = false;
    departures.expected = 0; // the main gateway answers in order
    guardNetworking(fresh, onFault);
    fresh.prependOnceListener('close', code => {
      closeCode = code;
    });
    fresh.on('stateChange', (before, after) => {
      if (fresh !== networking || before.code === after.code) return;
      if (after.code === NetworkingStatusCode.UdpHandshaking) discover(fresh, 1);
      if (after.code === NetworkingStatusCode.Resuming) onResume();
    });
  }

  /** One lost datagram would be waited for without end: the question is asked three times. */
  function discover(asked: Networking, times: number): void {
    discovery.set(limits.discoverySeconds / 3, () => {
      const { state } = asked;
      if (end || asked !== networking || state.code !== NetworkingStatusCode.UdpHandshaking) return;
      if (times >= 3) {
        loseAnew(noDatagrams(channelName()));
        return;
      }
      state.udp.performIPDiscovery(state.connectionData.ssrc).catch(() => {}); // the first question has the answer
      discover(asked, times + 1);
    });
  }

  function expectConnection(): void {
    wait.set(limits.connectSeconds, () => loseAnew(unreachable(channelName())));
  }

  function onConnected(): void {
    wait.clear();
    discovery.clear();
    attempts.succeeded();
    isStanding = true;
    standing.resolve();
    options.onReady();
  }

  /** The library resumes by itself and at once; here it is only counted. */
  function onResume(): void {
    if (attempts.next() === undefined) setImmediate(() => finish(unreachable(channelName())));
  }

  function onMove(): void {
    if (end) return;
    onLost();
    wait.set(limits.moveSeconds, () => finish(removed(channelName())));
  }

  function onClose(code: number | undefined): void {
    if (end) return;
    const reason = code !== undefined && code >= 4000 ? closed(channelName(), code) : unreachable(channelName());
    log.warn('voice-closed', { code: String(code), count: attempts.made });
    if (code !== undefined && finalCodes.has(code)) finish(reason);
    else lose(reason);
  }

  /** What there is of the connection is of no use: leaves, and comes back after the pause. */
  function loseAnew(reason: Refusal): void {
    if (end) return;
    isLeaving = true;
    connection.disconnect();
    log.warn('voice-lost', { code: reason.code, count: attempts.made });
    lose(reason);
  }

  function lose(reason: Refusal): void {
    discovery.clear();
    const pauseMs = attempts.next();
    if (pauseMs === undefined) {
      finish(reason);
      return;
    }
    onLost();
    lastTrouble = reason;
    options.onLoss(reconnecting(channelName()));
    wait.set(pauseMs / 1000, rejoin);
  }

  function onLost(): void {
    if (!isStanding) return;
    isStanding = false;
    standing = pending();
  }

  function rejoin(): void {
    isLeaving = false;
    expectConnection();
    adapter.asking(() => connection.rejoin({ ...place, channelId }));
  }

  function onError(error: Error): void {
    log.warn('voice-error', { error });
    const isConnecting = networking?.state.code === NetworkingStatusCode.UdpHandshaking;
    if (isConnecting) setImmediate(() => loseAnew(noDatagrams(channelName())));
  }

  function onFault(error: unknown): void {
    faults++;
    if (faults <= maximumFaults) log.error('voice-fault', { error, count: faults });
    if (faults === maximumFaults) setImmediate(() => loseAnew(unreachable(channelName())));
  }

  function finish(reason: Refusal): void {
    if (end) return;
    if (isStanding) standing = pending();
    end = { reason };
    wait.clear();
    discovery.clear();
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    standing.reject(reason);
    if (!isClosing) options.onOver(reason);
  }

  /** Where packets go; undefined while there is no such place. */
  function route(): NetworkingReadyState | undefined {
    const { state } = connection;
    if (isLeaving || state.status !== VoiceConnectionStatus.Ready) return undefined;
    return state.networking.state.code === NetworkingStatusCode.Ready ? state.networking.state : undefined;
  }

  return {
    get isReady() {
      return route() !== undefined;
    },
    ready: () => standing.promise,
    get trouble() {
      return lastTrouble;
    },
    admits() {
      const mayGo = keys.admits(route()?.dave);
      if (keys.waitedMilliseconds > limits.groupSeconds * 1000) setImmediate(() => loseAnew(notEncrypted(channelName())));
      return mayGo;
    },
    send(packet) {
      connection.playOpusPacket(packet);
    },
    rest() {
      connection.setSpeaking(false);
    },
    move(to) {
      channelId = to;
      isLeaving = true;
      onLost();
      expectConnection();
      adapter.asking(() => connection.rejoin({ ...place, channelId }));
    },
    moved(to) {
      if (to !== null) channelId = to;
      else if (departures.expected > 0) departures.expected--;
      else finish(removed(channelName()));
    },
    fault: onFault,
    renew: () => loseAnew(reconnecting(channelName())),
    async close(reason) {
      isClosing = true;
      // Not within an event of the library: it goes on with the state that it had.
      await nextTurn();
      finish(reason);
    },
  };
}

function pending(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>();
  made.promise.catch(() => {}); // whoever waits is told; nobody may be waiting
  return made;
}
