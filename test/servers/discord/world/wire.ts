/** Wire: records as the objects of API v10, ready for JSON. */
import {
  type APIBaseVoiceState,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  type APIUser,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  type GuildMemberFlags,
  type GuildSystemChannelFlags,
  type Locale,
  type RoleFlags,
  type UserFlags,
} from 'discord.js';
import type { ChannelRecord, GuildRecord, MemberRecord, RoleRecord, UserRecord, VoiceStateRecord } from './records.ts';
import type { World } from './world.ts';

export function userWire(user: UserRecord): APIUser {
  return {
    id: user.id,
    username: user.username,
    discriminator: user.isBot ? '0001' : '0',
    global_name: user.displayName,
    avatar: null,
    bot: user.isBot || undefined,
    flags: 0 as UserFlags,
    public_flags: 0 as UserFlags,
  };
}

export function roleWire(role: RoleRecord): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.botId !== undefined,
    mentionable: false,
    flags: 0 as RoleFlags,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  };
}

export function memberWire(world: World, member: MemberRecord): APIGuildMember {
  return { user: userWire(world.users.get(member.userId)!), ...partialMemberWire(member) };
}

/** As in messages, where the user stands beside it. */
export function partialMemberWire(member: MemberRecord): Omit<APIGuildMember, 'user'> {
  return {
    nick: member.nickname,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAtMs).toISOString(),
    premium_since: null,
    deaf: member.isDeafened,
    mute: member.isMuted,
    flags: 0 as GuildMemberFlags,
    pending: false,
    communication_disabled_until: null,
  };
}

export function channelWire(world: World, channel: ChannelRecord, viewerId: string): object {
  const lastMessageId = [...channel.messages.keys()].at(-1) ?? null;
  if (channel.type === ChannelType.DM) {
    const others = channel.recipientIds.filter(id => id !== viewerId);
    const recipients = others.map(id => userWire(world.users.get(id)!));
    return { id: channel.id, type: channel.type, flags: 0, last_message_id: lastMessageId, recipients };
  }
  const isText = channel.type === ChannelType.GuildText;
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    permission_overwrites: [...channel.overwrites.values()].map(overwriteWire),
    parent_id: null,
    nsfw: false,
    flags: 0,
    last_message_id: lastMessageId,
    rate_limit_per_user: 0,
    ...(isText ? { topic: null } : { bitrate: channel.bitrate, user_limit: channel.userLimit, rtc_region: null }),
  };
}

function overwriteWire(overwrite: { id: string; type: number; allow: bigint; deny: bigint }): APIOverwrite {
  return { id: overwrite.id, type: overwrite.type, allow: overwrite.allow.toString(), deny: overwrite.deny.toString() };
}

export function guildWire(guild: GuildRecord): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: null,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map(roleWire),
    emojis: [],
    stickers: [],
    features: [...guild.features],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0 as GuildSystemChannelFlags,
    rules_channel_id: null,
    max_members: 25_000_000,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: guild.premiumTier,
    premium_subscription_count: 0,
    preferred_locale: guild.locale as Locale,
    public_updates_channel_id: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
  };
}

/**
 * Without the intent for presences, which nobody here has, members are only the bot itself and whoever is in a voice channel.
 * All channels are listed, hidden ones as well, as Discord does.
 */
export function guildCreateWire(world: World, guild: GuildRecord, botId: string): GatewayGuildCreateDispatchData {
  const own = guild.members.get(botId)!;
  const shown = [...guild.members.values()].filter(({ userId }) => userId === botId || guild.voiceStates.has(userId));
  return {
    ...guildWire(guild),
    joined_at: new Date(own.joinedAtMs).toISOString(),
    large: guild.members.size > 50,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [...guild.voiceStates.values()].map(state => voiceStateWire(guild, state)),
    members: shown.map(member => memberWire(world, member)),
    channels: [...guild.channels.values()].map(
      channel => channelWire(world, channel, botId) as GatewayGuildCreateDispatchData['channels'][number],
    ),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function voiceStateWire(guild: GuildRecord, state: VoiceStateRecord): APIBaseVoiceState {
  const member = guild.members.get(state.userId);
  return {
    channel_id: state.channelId,
    user_id: state.userId,
    session_id: state.sessionId,
    deaf: member?.isDeafened ?? false,
    mute: member?.isMuted ?? false,
    self_deaf: state.isSelfDeafened,
    self_mute: state.isSelfMuted,
    self_video: false,
    suppress: state.isSuppressed,
    request_to_speak_timestamp: state.askedToSpeakAtMs === null ? null : new Date(state.askedToSpeakAtMs).toISOString(),
  };
}
