import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Networking, NetworkingReadyState, VoiceConnectionState } from '@discordjs/voice';
import type { Refusal } from '../../../errors.ts';
import { createAdapter } from './adapter.ts';
import { createAttempts } from './attempts.ts';
import { createDiscovery } from './discovery.ts';
import { guardNetworking } from './guard.ts';
import { createKeys } from './keys.ts';
import type { Link, LinkOptions } from './link.ts';
import { closed, noDatagrams, notEncrypted, reconnecting, removed, unreachable } from './refusals.ts';
import { createTimer } from './timer.ts';

/** "Should not reconnect": rate limited, call terminated; and end-to-end encryption required, which was offered. */
const finalCodes = new Set([4017, 4021, 4022]);
/** Kicked, or moved to another voice server: the main gateway tells which. */
const disconnectedCode = 4014;
/** How far apart the news of one and the same removal may come. */
const removalSeconds = 0.25;
/** A gateway whose messages cannot be handled so many times is of no use. */
const maximumFaults = 10;

export function createLink(options: LinkOptions): Link {
  const { library, guildId, limits, log, now, departures } = options;
  const about = (reason: (channel: string) => Refusal) => reason(options.channelName());
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
  /** The pause before the next attempt. */
  let isPausing = false;
  let end: { readonly reason: Refusal } | undefined;
  let isClosing = false;
  let lastTrouble: Refusal | undefined;
  let standing = pending();
  let isStanding = false;
  /** Only one of these is waited for at a time: connecting, the pause before the next attempt, word of a move. */
  const wait = createTimer();
  const discovery = createDiscovery(library, limits.discoverySeconds);

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
    if (state.status === VoiceConnectionStatus.Destroyed) setImmediate(() => finish(about(removed)));
    if (state.status !== VoiceConnectionStatus.Disconnected) return;
    if (isLeaving || state.reason === VoiceConnectionDisconnectReason.Manual) return;
    const code = closeCode;
    if (state.reason === VoiceConnectionDisconnectReason.EndpointRemoved) setImmediate(onServerGone);
    else setImmediate(() => (code === disconnectedCode ? onMove() : onClose(code)));
  }

  function adopt(fresh: Networking): void {
    networking = fresh;
    keys = createKeys({ ...limits, now });
    closeCode = undefined;
    isLeaving = false;
    isPausing = false;
    departures.expected = 0; // the main gateway answers in order
    guardNetworking(fresh, onFault);
    fresh.prependOnceListener('close', code => {
      closeCode = code;
    });
    fresh.on('stateChange', (before, after) => {
      if (fresh !== networking || before.code === after.code) return;
      if (after.code === NetworkingStatusCode.UdpHandshaking) discovery.watch(fresh, () => loseAnew(noDatagrams));
      if (after.code === NetworkingStatusCode.Resuming) onResume();
    });
  }

  function expectConnection(): void {
    wait.set(limits.connectSeconds, () => loseAnew(unreachable));
  }

  function onConnected(): void {
    wait.clear();
    discovery.stop();
    attempts.succeeded();
    isStanding = true;
    standing.resolve();
    options.onReady();
  }

  /** The library resumes by itself and at once; here it is only counted. */
  function onResume(): void {
    if (attempts.next() === undefined) setImmediate(() => finish(about(unreachable)));
  }

  /** Moved, removed, or the main gateway has lost its session: that one will tell, unless it is away itself. */
  function onMove(untilMs = now() + limits.waitSeconds * 1000): void {
    if (end) return;
    onLost();
    wait.set(limits.moveSeconds, () => {
      if (options.isGatewayUp() || now() > untilMs) finish(about(removed));
      else onMove(untilMs);
    });
  }

  /** A moment later, in which the deletion of the channel may be told as well. */
  function onRemoved(): void {
    isLeaving = true;
    onLost();
    wait.set(removalSeconds, () => finish(about(removed)));
  }

  /** The voice server went away; the main gateway tells of another one when there is one. */
  function onServerGone(): void {
    if (end) return;
    onLost();
    options.onLoss(about(reconnecting));
    expectConnection();
  }

  function onClose(code: number | undefined): void {
    if (end || isPausing) return;
    const reason = about(channel => (code !== undefined && code >= 4000 ? closed(channel, code) : unreachable(channel)));
    log.warn('voice-closed', { code: String(code), count: attempts.made });
    if (code !== undefined && finalCodes.has(code)) finish(reason);
    else lose(reason);
  }

  /** What there is of the connection is of no use: leaves, and comes back after the pause. */
  function loseAnew(why: (channel: string) => Refusal): void {
    if (end || isPausing) return; // one loss may show in several ways
    const reason = about(why);
    isLeaving = true;
    connection.disconnect();
    log.warn('voice-lost', { code: reason.code, count: attempts.made });
    lose(reason);
  }

  function lose(reason: Refusal): void {
    discovery.stop();
    const pauseMs = attempts.next();
    if (pauseMs === undefined) {
      finish(reason);
      return;
    }
    isPausing = true;
    onLost();
    lastTrouble = reason;
    options.onLoss(about(reconnecting));
    wait.set(pauseMs / 1000, rejoin);
  }

  function onLost(): void {
    if (!isStanding) return;
    isStanding = false;
    standing = pending();
  }

  function rejoin(): void {
    isLeaving = false;
    isPausing = false;
    closeCode = undefined;
    expectConnection();
    adapter.asking(() => connection.rejoin({ ...place, channelId }));
  }

  function onError(error: Error): void {
    log.warn('voice-error', { error });
    const isConnecting = networking?.state.code === NetworkingStatusCode.UdpHandshaking;
    if (isConnecting) setImmediate(() => loseAnew(noDatagrams));
  }

  function onFault(error: unknown): void {
    faults++;
    if (faults <= maximumFaults) log.error('voice-fault', { error, count: faults });
    if (faults === maximumFaults) setImmediate(() => loseAnew(unreachable));
  }

  function finish(reason: Refusal): void {
    if (end) return;
    if (isStanding) standing = pending();
    end = { reason };
    wait.clear();
    discovery.stop();
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
      if (keys.waitedMilliseconds > limits.groupSeconds * 1000) setImmediate(() => loseAnew(notEncrypted));
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
      else onRemoved();
    },
    fault: onFault,
    renew: () => loseAnew(reconnecting),
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
