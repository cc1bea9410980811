import type { Client, Guild, VoiceBasedChannel } from 'discord.js';
import { type Playback, skipped, type Utterance } from '../../../commands/playback.ts';
import type { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { VoiceLibrary } from './library.ts';
import { createLine, type Entry } from './line.ts';
import { createLink, type Link } from './link.ts';
import type { LiveEvent, LiveLimits, LiveNews } from './live.ts';
import type { Pacer } from './pacer.ts';
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
  removedCode,
  shuttingDown,
  unreachable,
} from './refusals.ts';
import { becomeSpeaker } from './stage.ts';
import { createWatch } from './watch.ts';
import { within } from './within.ts';

/** Room: live speech in one server: in which of its voice channels the bot is, what it says there, and what becomes of that when it is muted, moved, alone or cut off. */
export interface Room {
  playback(textChannelId: string): Playback;
  /** Somebody's voice state has changed. */
  onVoiceState(userId: string, channelId: string | null): void;
  onChannelDeleted(channelId: string): void;
  /** The main gateway has begun a new session: it no longer knows of the connection. */
  onNewSession(): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  readonly client: Client;
  readonly guildId: string;
  readonly library: () => Promise<VoiceLibrary>;
  readonly pacer: Pacer;
  readonly limits: LiveLimits;
  readonly log: Log;
  readonly onEvent: (event: LiveEvent) => void;
  readonly now: () => number;
}

/** Where the bot is, or is on its way to. */
interface Visit {
  readonly link: Link;
  channelId: string;
  channelName: string;
  /** Where people are told what happens. */
  textChannelId: string;
  /** It was connected once. */
  hasStood: boolean;
  isLost: boolean;
  /** People were told that speech waits. */
  isTold: boolean;
}

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
    if (!visit) return undefined;
    return visit.isLost ? reconnecting(visit.channelName) : hindranceIn(guild(), visit.channelId);
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
    const { id: channelId, name: channelName } = channel;
    const link = createLink({
      library,
      limits,
      log,
      guildId,
      channelId,
      departures,
      adapterCreator: channel.guild.voiceAdapterCreator,
      userId: client.user!.id,
      channelName: () => entered.channelName,
      now: options.now,
      onReady() {
        entered.hasStood = true;
        entered.isLost = false;
        if (visit !== entered) return;
        watch.review();
        player.wake();
      },
      onLoss() {
        entered.isLost = true;
        if (visit === entered) watch.review();
      },
      onOver(reason) {
        const isDeleted = reason.code === removedCode && !client.channels.cache.has(entered.channelId);
        const why = isDeleted ? channelDeleted(entered.channelName) : reason;
        if (visit === entered) void end(why, { isTold: entered.hasStood });
      },
    });
    const entered: Visit = { link, channelId, channelName, textChannelId, hasStood: false, isLost: false, isTold: false };
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
    if (!visit?.link.isReady) await join(utterance.requester, textChannelId);
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
