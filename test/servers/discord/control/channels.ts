/** Channels: makes one in a guild, and changes it, with the events that Discord sends about it. */
import { ChannelType, OverwriteType } from 'discord.js';
import type { DiscordState } from '../state.ts';
import type { ChannelRecord, GuildChannelType, GuildRecord } from '../world/records.ts';
import { channelWire } from '../world/wire.ts';
import { CannotDo, mustExist } from './cannot-do.ts';
import { snapshot } from './snapshot.ts';
import type { App, Channel, Guild, Overwrite, Person, VoiceChannel, VoiceChannelOptions } from './world.ts';

export interface ChannelMakerOptions extends VoiceChannelOptions {
  readonly record: GuildRecord;
  readonly guild: Guild;
  readonly type: GuildChannelType;
}

export function addChannel(state: DiscordState, options: ChannelMakerOptions): VoiceChannel {
  const { world } = state;
  const channel: ChannelRecord = {
    id: world.makeId(),
    type: options.type,
    guildId: options.record.id,
    name: options.name ?? `channel-${options.record.channels.size + 1}`,
    position: options.record.channels.size,
    overwrites: new Map(),
    userLimit: options.userLimit ?? 0,
    bitrate: options.bitrate ?? 64_000,
    recipientIds: [],
    messages: new Map(),
  };
  for (const overwrite of options.overwrites ?? []) putOverwrite(channel, options.record, overwrite);
  world.channels.set(channel.id, channel);
  options.record.channels.set(channel.id, channel);
  announce(state, channel, 'CHANNEL_CREATE');
  return voiceChannelOf(state, { ...options, channel });
}

/** Of direct messages. */
export function directChannelOf(state: DiscordState, channel: ChannelRecord): Channel {
  return {
    id: channel.id,
    name: 'direct messages',
    setOverwrite: () => {
      throw new CannotDo('direct messages have no permissions');
    },
    delete: () => {
      throw new CannotDo('direct messages cannot be deleted');
    },
    messages: () => publicMessages(state, channel),
  };
}

/** One handle for all of a guild: what is for voice throws elsewhere, since nobody is in there. */
function voiceChannelOf(state: DiscordState, made: ChannelMakerOptions & { readonly channel: ChannelRecord }): VoiceChannel {
  const { world, voice } = state;
  const { channel, guild, record } = made;

  const stateOf = (who: Person | App) => {
    const userId = idOf(who);
    const found = record.voiceStates.get(userId);
    if (found?.channelId !== channel.id) throw new CannotDo(`${userId} is not in ${channel.name}`);
    return found;
  };
  const memberOf = (who: Person | App) => mustExist(record.members.get(stateOf(who).userId), 'no such member');
  const update = () => announce(state, channel, 'CHANNEL_UPDATE');

  return {
    id: channel.id,
    name: channel.name,
    guild,
    messages: () => publicMessages(state, channel),
    setOverwrite(overwrite) {
      putOverwrite(channel, record, overwrite);
      update();
    },
    setUserLimit(limit) {
      channel.userLimit = limit;
      update();
    },
    delete() {
      for (const { userId } of voice.occupants(channel)) voice.leave(record, userId, 'deleted');
      announce(state, channel, 'CHANNEL_DELETE');
      record.channels.delete(channel.id);
      world.channels.delete(channel.id);
    },
    occupants: () =>
      voice.occupants(channel).map(found => {
        const member = record.members.get(found.userId);
        return {
          userId: found.userId,
          sessionId: found.sessionId,
          isSelfMuted: found.isSelfMuted,
          isSelfDeafened: found.isSelfDeafened,
          isMuted: member?.isMuted ?? false,
          isDeafened: member?.isDeafened ?? false,
          isSuppressed: found.isSuppressed,
          hasAskedToSpeak: found.askedToSpeakAtMs !== null,
        };
      }),
    disconnect: who => voice.leave(record, stateOf(who).userId, 'disconnected'),
    move(who, to) {
      const target = mustExist(record.channels.get(to.id), `${to.name} is not in ${record.name}`);
      voice.move(record, stateOf(who).userId, target);
    },
    setMuted(who, isMuted) {
      memberOf(who).isMuted = isMuted;
      voice.changed(record, idOf(who));
    },
    setDeafened(who, isDeafened) {
      memberOf(who).isDeafened = isDeafened;
      voice.changed(record, idOf(who));
    },
    setSuppressed(who, isSuppressed) {
      if (channel.type !== ChannelType.GuildStageVoice) throw new CannotDo(`${channel.name} is no stage`);
      const found = stateOf(who);
      found.isSuppressed = isSuppressed;
      found.askedToSpeakAtMs = null;
      voice.changed(record, found.userId);
    },
    exchangeServer: () => voice.exchangeServer(channel),
  };
}

export function idOf(who: Person | App): string {
  return 'botId' in who ? who.botId : who.id;
}

function putOverwrite(channel: ChannelRecord, guild: GuildRecord, { target, allow = 0n, deny = 0n }: Overwrite): void {
  const id = 'botId' in target ? target.botId : target.id;
  const type = guild.roles.has(id) ? OverwriteType.Role : OverwriteType.Member;
  channel.overwrites.set(id, { id, type, allow, deny });
}

function announce({ world }: DiscordState, channel: ChannelRecord, name: string): void {
  const data = channelWire(world, channel, '');
  // Sent to every member: clients learn of channels that they cannot see as well.
  world.announce({ name, guildId: channel.guildId, data: () => data });
}

function publicMessages(state: DiscordState, channel: ChannelRecord) {
  return [...channel.messages.values()]
    .filter(({ ephemeralTo }) => ephemeralTo === undefined)
    .map(message => snapshot(state.world, message));
}
