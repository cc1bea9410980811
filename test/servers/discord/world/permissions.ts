/** Permissions: what somebody may do in a guild and in a channel, computed as Discord documents it (topics/permissions). */
import { ChannelType, PermissionFlagsBits as Flags } from 'discord.js';
import type { ChannelRecord, GuildRecord, MemberRecord } from './records.ts';
import type { World } from './world.ts';

export const everyPermission = Object.values(Flags).reduce((all, flag) => all | flag, 0n);

/** What @everyone gets in a new guild, as far as it matters here. */
export const ordinaryPermissions =
  Flags.ViewChannel |
  Flags.SendMessages |
  Flags.SendMessagesInThreads |
  Flags.SendVoiceMessages |
  Flags.EmbedLinks |
  Flags.AttachFiles |
  Flags.AddReactions |
  Flags.ReadMessageHistory |
  Flags.UseApplicationCommands |
  Flags.UseExternalApps |
  Flags.UseExternalEmojis |
  Flags.Connect |
  Flags.Speak |
  Flags.UseVAD |
  Flags.Stream |
  Flags.RequestToSpeak |
  Flags.ChangeNickname;

/** What both have in a direct message. */
const directPermissions =
  Flags.ViewChannel |
  Flags.SendMessages |
  Flags.SendVoiceMessages |
  Flags.EmbedLinks |
  Flags.AttachFiles |
  Flags.AddReactions |
  Flags.ReadMessageHistory |
  Flags.UseExternalEmojis |
  Flags.UseExternalApps |
  Flags.MentionEveryone;

/** Permissions that mean nothing without being able to send. */
const sending =
  Flags.MentionEveryone |
  Flags.SendTTSMessages |
  Flags.AttachFiles |
  Flags.EmbedLinks |
  Flags.SendVoiceMessages |
  Flags.SendPolls;

export function guildPermissions(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return everyPermission;
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const own = rolesOf(guild, member).reduce((all, role) => all | role.permissions, 0n);
  return own & Flags.Administrator ? everyPermission : own;
}

export function channelPermissions(world: World, channel: ChannelRecord, userId: string): bigint {
  if (channel.guildId === undefined) return channel.recipientIds.includes(userId) ? directPermissions : 0n;
  const guild = world.guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (!guild || !member) return 0n;
  const base = guildPermissions(guild, userId);
  return base === everyPermission ? base : withoutTheImpossible(overwritten(base, { guild, member, channel }), channel);
}

export function may(
  world: World,
  channel: ChannelRecord,
  who: { readonly userId: string; readonly permission: bigint },
): boolean {
  return (channelPermissions(world, channel, who.userId) & who.permission) === who.permission;
}

function overwritten(base: bigint, at: { guild: GuildRecord; member: MemberRecord; channel: ChannelRecord }): bigint {
  const apply = (permissions: bigint, ids: readonly string[]) => {
    const found = ids.flatMap(id => at.channel.overwrites.get(id) ?? []);
    const denied = found.reduce((all, { deny }) => all | deny, 0n);
    const allowed = found.reduce((all, { allow }) => all | allow, 0n);
    return (permissions & ~denied) | allowed;
  };
  return apply(apply(apply(base, [at.guild.id]), [...at.member.roleIds]), [at.member.userId]);
}

function withoutTheImpossible(permissions: bigint, channel: ChannelRecord): bigint {
  if (!(permissions & Flags.ViewChannel)) return 0n;
  const isVoice = channel.type === ChannelType.GuildVoice || channel.type === ChannelType.GuildStageVoice;
  // Voice channels are seen without Connect, but nothing can be done in them.
  if (isVoice && !(permissions & Flags.Connect)) return permissions & Flags.ViewChannel;
  return permissions & Flags.SendMessages ? permissions : permissions & ~sending;
}

function rolesOf(guild: GuildRecord, member: MemberRecord) {
  return [guild.id, ...member.roleIds].flatMap(id => guild.roles.get(id) ?? []);
}
