import { ChannelType, type Guild, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import {
  elsewhere,
  full,
  inactiveChannel,
  mayNotConnect,
  mayNotSpeak,
  mayNotView,
  muted,
  noChannel,
  timedOut,
} from './refusals.ts';

/** Preflight: whether the bot could speak in the voice channel where a person is, as far as that is known before going there. */
export interface Presence {
  /** Where the bot is. */
  readonly channelId: string | undefined;
  /** It speaks there, or is about to. */
  readonly isBusy: boolean;
}

/** Refuses with the 'live-*' code of what is in the way. */
export function destinationOf(userId: string, guild: Guild, presence: Presence): VoiceBasedChannel {
  const channelId = guild.voiceStates.cache.get(userId)?.channelId;
  if (!channelId) throw noChannel();
  const channel = guild.channels.cache.get(channelId);
  const me = guild.members.me;
  if (!me || !channel?.isVoiceBased()) throw mayNotView(`<#${channelId}>`);
  if (presence.isBusy && presence.channelId !== channelId) throw elsewhere(nameOf(guild, presence.channelId));
  requirePermissions(channel, presence.channelId === channelId);
  return channel;
}

function requirePermissions(channel: VoiceBasedChannel, isInside: boolean): void {
  const { guild, name } = channel;
  const permissions = channel.permissionsFor(guild.members.me!);
  if (!permissions.has(PermissionFlagsBits.ViewChannel)) throw mayNotView(name);
  if (!isInside && !permissions.has(PermissionFlagsBits.Connect)) throw mayNotConnect(name);
  // A stage asks for no permission to speak: whoever is invited may.
  if (!isStage(channel) && !permissions.has(PermissionFlagsBits.Speak)) throw mayNotSpeak(name);
  const isAdmin = permissions.has(PermissionFlagsBits.Administrator);
  if (!isAdmin && guild.members.me!.isCommunicationDisabled()) throw timedOut();
  if (channel.id === guild.afkChannelId) throw inactiveChannel(name);
  if (guild.voiceStates.cache.get(guild.members.me!.id)?.serverMute) throw muted(name);
  const isFull = channel.userLimit > 0 && peopleIn(channel) >= channel.userLimit;
  if (!isInside && isFull && !permissions.has(PermissionFlagsBits.MoveMembers)) throw full(name, channel.userLimit);
}

export function isStage(channel: VoiceBasedChannel): boolean {
  return channel.type === ChannelType.GuildStageVoice;
}

function peopleIn({ id, guild }: VoiceBasedChannel): number {
  return guild.voiceStates.cache.filter(({ channelId }) => channelId === id).size;
}

function nameOf(guild: Guild, channelId: string | undefined): string {
  return guild.channels.cache.get(channelId ?? '')?.name ?? '?';
}
