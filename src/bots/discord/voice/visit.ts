import { type Client, Status, type VoiceBasedChannel } from 'discord.js';
import type { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Departures } from './adapter.ts';
import { createLink } from './create-link.ts';
import type { VoiceLibrary } from './library.ts';
import type { Link } from './link.ts';
import type { LiveLimits } from './live.ts';
import { channelDeleted, removedCode } from './refusals.ts';

/** Visit: the bot's stay in the voice channels of one server, from its way there to its leaving. */
export interface Visit {
  readonly link: Link;
  channelId: string;
  channelName: string;
  /** Where people are told what happens. */
  textChannelId: string;
  /** It was connected once. */
  hasStood: boolean;
  /** The connection was lost, and is being tried again. */
  isLost: boolean;
  /** People were told that speech waits. */
  isTold: boolean;
}

export interface VisitOptions {
  readonly client: Client;
  readonly library: VoiceLibrary;
  readonly channel: VoiceBasedChannel;
  readonly textChannelId: string;
  readonly departures: Departures;
  readonly limits: LiveLimits;
  readonly log: Log;
  readonly now: () => number;
  /** Connected, or lost. */
  readonly onChange: () => void;
  /** Not by `link.close`. */
  readonly onOver: (reason: Refusal) => void;
}

export function createVisit(options: VisitOptions): Visit {
  const { client, channel, textChannelId, library, departures, limits, log, now } = options;
  const { guild, id: channelId, name: channelName } = channel;
  const link = createLink({
    library,
    departures,
    limits,
    log,
    now,
    channelId,
    guildId: guild.id,
    userId: guild.client.user.id,
    adapterCreator: guild.voiceAdapterCreator,
    isGatewayUp: () => guild.shard.status === Status.Ready,
    channelName: () => visit.channelName,
    onReady() {
      Object.assign(visit, { hasStood: true, isLost: false });
      options.onChange();
    },
    onLoss() {
      visit.isLost = true;
      options.onChange();
    },
    onOver(reason) {
      const isDeleted = reason.code === removedCode && !client.channels.cache.has(visit.channelId);
      options.onOver(isDeleted ? channelDeleted(visit.channelName) : reason);
    },
  });
  const visit: Visit = { link, channelId, channelName, textChannelId, hasStood: false, isLost: false, isTold: false };
  return visit;
}
