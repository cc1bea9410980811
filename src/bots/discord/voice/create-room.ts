import type { Guild, VoiceBasedChannel } from 'discord.js';
import { skipped, type Utterance } from '../../../commands/playback.ts';
import type { Refusal } from '../../../errors.ts';
import type { VoiceLibrary } from './library.ts';
import { createLine, type Entry } from './line.ts';
import type { LiveNews } from './live.ts';
import { createPlayer } from './player.ts';
import { destinationOf, isStage } from './preflight.ts';
import { hindranceIn } from './presence.ts';
import {
  askedToSpeak,
  channelDeleted,
  gaveUp,
  idle,
  noServer,
  reconnecting,
  removed,
  shuttingDown,
  unreachable,
} from './refusals.ts';
import type { Room, RoomOptions } from './room.ts';
import { becomeSpeaker } from './stage.ts';
import { createVisit, type Visit } from './visit.ts';
import { createWatch } from './watch.ts';
import { within } from './within.ts';

export function createRoom(options: RoomOptions): Room {
  const { client, guildId, limits, log } = options;
  let visit: Visit | undefined;
  let isClosed = false;
  /** Joins under way. */
  let joining = 0;
  /** The library would give a connection that is just being closed to the next one who joins. */
  let leaving: Promise<void> = Promise.resolve();
  const departures = { expected: 0 };

  const line = createLine({
    onPacket: () => player.wake(),
    onStart: entry => tellOf(entry, { kind: 'speaks', utterance: entry.utterance }),
    onEnd(entry, reason) {
      if (entry.isHeard) tellOf(entry, { kind: 'ends', utterance: entry.utterance, ...(reason ? { reason } : {}) });
      player.wake();
      watch.review();
    },
  });
  const player = createPlayer({
    pacer: options.pacer,
    line,
    outlet: {
      get isReady() {
        return visit?.link.isReady ?? false;
      },
      admits: () => visit?.link.admits() ?? false,
      send: packet => visit?.link.send(packet),
      rest: () => visit?.link.rest(),
    },
    onFault: error => visit?.link.fault(error),
  });
  const watch = createWatch({
    limits,
    hindrance,
    isBusy: () => line.entries.length > 0,
    onHindered(reason) {
      player.pause();
      if (!visit || line.entries.length === 0) return;
      visit.isTold = true;
      tell({ kind: 'waits', reason });
    },
    onFree() {
      player.resume();
      if (visit?.isTold) tell({ kind: 'goes-on' });
      if (visit) visit.isTold = false;
    },
    onGivenUp: () => dropAll(gaveUp(visit?.channelName ?? '?', limits.waitSeconds)),
    onIdle: () => void end(idle(visit?.channelName ?? '?')),
  });

  function guild(): Guild {
    const found = client.guilds.cache.get(guildId);
    if (!found) throw noServer();
    return found;
  }

  function hindrance(): Refusal | undefined {
    const server = client.guilds.cache.get(guildId);
    if (!visit || !server) return undefined;
    return visit.isLost ? reconnecting(visit.channelName) : hindranceIn(server, visit.channelId);
  }

  function tell(news: LiveNews): void {
    if (visit) options.onEvent({ guildId, channelId: visit.channelId, textChannelId: visit.textChannelId, ...news });
  }

  function tellOf({ textChannelId }: Entry, news: LiveNews): void {
    if (visit) options.onEvent({ guildId, channelId: visit.channelId, textChannelId, ...news });
  }

  function dropAll(reason: Refusal): number {
    let dropped = 0;
    while (line.drop(reason)) dropped++;
    return dropped;
  }

  /** Out of the channel, and nothing is left to say. */
  async function end(reason: Refusal, { isTold = true } = {}): Promise<void> {
    if (!visit) return;
    const { link } = visit;
    dropAll(reason);
    if (isTold) tell({ kind: 'left', reason });
    visit = undefined;
    watch.stop();
    player.stop();
    leaving = link.close(reason);
    await leaving;
  }

  function enter(library: VoiceLibrary, channel: VoiceBasedChannel, textChannelId: string): Visit {
    const entered = createVisit({
      ...options,
      library,
      channel,
      textChannelId,
      departures,
      onChange() {
        if (visit !== entered) return;
        watch.review();
        player.wake();
      },
      onOver(reason) {
        if (visit === entered) void end(reason, { isTold: entered.hasStood });
      },
    });
    return entered;
  }

  function goTo(channel: VoiceBasedChannel, library: VoiceLibrary, textChannelId: string): Visit {
    if (!visit) {
      visit = enter(library, channel, textChannelId);
      return visit;
    }
    visit.textChannelId = textChannelId;
    if (visit.channelId === channel.id) return visit;
    Object.assign(visit, { channelId: channel.id, channelName: channel.name });
    visit.link.move(channel.id);
    return visit;
  }

  async function join(personId: string, textChannelId: string): Promise<{ readonly channel: string }> {
    const library = await options.library();
    await leaving;
    if (isClosed) throw shuttingDown();
    const isBusy = joining > 0 || line.entries.length > 0;
    const channel = destinationOf(accountOf(personId), guild(), { channelId: visit?.channelId, isBusy });
    const here = goTo(channel, library, textChannelId);
    joining++;
    try {
      await within(limits.joinSeconds, here.link.ready(), () => here.link.trouble ?? unreachable(channel.name));
      if (isStage(channel)) await within(limits.joinSeconds, becomeSpeaker(channel, log), () => askedToSpeak(channel.name));
      if (visit !== here) throw removed(channel.name);
      return { channel: here.channelName };
    } catch (error) {
      if (visit === here && !here.hasStood && joining === 1) await end(error as Refusal, { isTold: false });
      throw error;
    } finally {
      joining--;
      watch.stir();
      if (visit) watch.review();
    }
  }

  async function play(utterance: Utterance, textChannelId: string): Promise<void> {
    if (!visit?.link.isReady) {
      const { channel } = await join(utterance.requester, textChannelId);
      if (!visit) throw removed(channel);
    }
    line.add(utterance, textChannelId);
    watch.review();
  }

  return {
    playback: textChannelId => ({
      join: person => join(person, textChannelId),
      play: utterance => play(utterance, textChannelId),
      leave: () => end(skipped(), { isTold: false }),
      queue: () => line.entries.map(({ utterance }) => utterance),
      skip: id => line.drop(skipped(), id),
      stop: () => dropAll(skipped()),
    }),
    onVoiceState(userId, channelId) {
      if (!visit) return;
      if (userId === client.user?.id && channelId !== visit.channelId) onMoved(visit, channelId);
      if (visit) watch.review();
    },
    onChannelDeleted(channelId) {
      if (visit?.channelId === channelId) void end(channelDeleted(visit.channelName));
    },
    onNewSession: () => visit?.link.renew(),
    async close() {
      isClosed = true;
      await end(shuttingDown(), { isTold: false });
      await leaving;
    },
  };

  function onMoved(moved: Visit, channelId: string | null): void {
    if (channelId !== null) {
      moved.channelId = channelId;
      moved.channelName = guild().channels.cache.get(channelId)?.name ?? '?';
    }
    moved.link.moved(channelId);
  }
}

/** "discord:80351110224678912" -> "80351110224678912" */
function accountOf(personId: string): string {
  return personId.slice(personId.indexOf(':') + 1);
}
