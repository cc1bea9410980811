/** World: every record of the loopback Discord, and the events that say what changed. The gateway listens to those. */
import { ChannelType } from 'discord.js';
import type { Clock } from '../clock.ts';
import type { Links } from '../media/links.ts';
import { createIds, type MakeId } from './ids.ts';
import type { AppRecord, AttachmentRecord, ChannelRecord, GuildRecord, MessageRecord, UserRecord } from './records.ts';

/** Who gets an event, for events that look different to different apps. */
export interface Viewer {
  readonly botId: string;
  readonly seesContent: boolean;
}

export interface WorldEvent {
  /** "MESSAGE_CREATE" */
  readonly name: string;
  readonly guildId?: string;
  /** Whoever cannot see this channel does not get it. */
  readonly channelId?: string;
  /** Only this bot gets it. */
  readonly botId?: string;
  /** About the bot itself, which hears of it whatever it asked for. */
  readonly isOwn?: boolean;
  readonly data: (viewer: Viewer) => object;
}

export interface World {
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly links: Links;
  readonly users: Map<string, UserRecord>;
  readonly apps: Map<string, AppRecord>;
  readonly guilds: Map<string, GuildRecord>;
  readonly channels: Map<string, ChannelRecord>;
  /** Files that can be fetched, by id; gone when their message is. */
  readonly files: Map<string, AttachmentRecord>;
  announce(event: WorldEvent): void;
  listen(listener: (event: WorldEvent) => void): void;
  /** The channel of these two, made if there is none. */
  directChannel(oneId: string, otherId: string): ChannelRecord;
  message(channelId: string, messageId: string): MessageRecord | undefined;
  appOf(botId: string): AppRecord | undefined;
}

export function createWorld({ clock, links }: { readonly clock: Clock; readonly links: Links }): World {
  const listeners: ((event: WorldEvent) => void)[] = [];
  const channels = new Map<string, ChannelRecord>();
  const apps = new Map<string, AppRecord>();
  const makeId = createIds(clock.now);

  return {
    clock,
    makeId,
    links,
    users: new Map(),
    apps,
    guilds: new Map(),
    channels,
    files: new Map(),
    announce: event => {
      for (const listener of listeners) listener(event);
    },
    listen: listener => listeners.push(listener),
    message: (channelId, messageId) => channels.get(channelId)?.messages.get(messageId),
    appOf: botId => apps.values().find(app => app.botId === botId),
    directChannel(oneId, otherId) {
      const isIt = (channel: ChannelRecord) =>
        channel.type === ChannelType.DM && channel.recipientIds.includes(oneId) && channel.recipientIds.includes(otherId);
      const there = channels.values().find(isIt);
      if (there) return there;
      const made: ChannelRecord = {
        id: makeId(),
        type: ChannelType.DM,
        name: '',
        position: 0,
        overwrites: new Map(),
        userLimit: 0,
        bitrate: 0,
        recipientIds: [oneId, otherId],
        messages: new Map(),
      };
      channels.set(made.id, made);
      return made;
    },
  };
}
