/** Guild routes: guilds, channels, members and roles, as far as a bot reads and changes them here. */
import { ChannelType, PermissionFlagsBits as Flags, GatewayIntentBits } from 'discord.js';
import { guildPermissions } from '../../world/permissions.ts';
import type { GuildRecord, MemberRecord } from '../../world/records.ts';
import { channelWire, guildWire, memberWire, roleWire } from '../../world/wire.ts';
import { channelOf, guildOf, memberOf } from '../access.ts';
import { apiError } from '../api-error.ts';
import { asObject, asOptionalBoolean, asOptionalText, createForm } from '../form.ts';
import type { BotCall, Route } from '../route.ts';

export const guildRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/{channel.id}', auth: 'bot', handle: getChannel },
  { method: 'GET', path: '/guilds/{guild.id}', auth: 'bot', handle: call => guildWire(guildOf(call)) },
  { method: 'GET', path: '/guilds/{guild.id}/channels', auth: 'bot', handle: listChannels },
  {
    method: 'GET',
    path: '/guilds/{guild.id}/roles',
    auth: 'bot',
    handle: call => [...guildOf(call).roles.values()].map(roleWire),
  },
  { method: 'GET', path: '/guilds/{guild.id}/members', auth: 'bot', handle: listMembers },
  { method: 'GET', path: '/guilds/{guild.id}/members/{user.id}', auth: 'bot', handle: getMember },
  {
    method: 'PATCH',
    path: '/guilds/{guild.id}/members/@me',
    auth: 'bot',
    handle: call => editMember({ ...call, params: { ...call.params, 'user.id': '@me' } }),
  },
  { method: 'PATCH', path: '/guilds/{guild.id}/members/{user.id}', auth: 'bot', handle: editMember },
];

function getChannel(call: BotCall): object {
  return channelWire(call.state.world, channelOf(call), call.app.botId);
}

function listChannels(call: BotCall): object {
  const { state, app } = call;
  return [...guildOf(call).channels.values()].map(channel => channelWire(state.world, channel, app.botId));
}

/** Needs the privileged intent for members, in the portal. */
function listMembers(call: BotCall): object {
  const guild = guildOf(call);
  if (!(call.state.allowedPrivileged & GatewayIntentBits.GuildMembers)) throw apiError('missingAccess');
  const limit = Math.min(1000, Math.max(1, Number(call.query.get('limit') ?? 1)));
  const after = BigInt(call.query.get('after') ?? 0);
  const sorted = [...guild.members.values()].filter(({ userId }) => BigInt(userId) > after);
  return sorted.slice(0, limit).map(member => memberWire(call.state.world, member));
}

function getMember(call: BotCall): object {
  return memberWire(call.state.world, memberOf(call, guildOf(call)));
}

function editMember(call: BotCall): object {
  const guild = guildOf(call);
  const member = memberOf(call, guild);
  const form = createForm();
  const json = asObject(call.json ?? {}, form) ?? {};
  const nickname = asOptionalText(json.nick, form.at('nick'), { max: 32 });
  const isMuted = asOptionalBoolean(json.mute, form.at('mute'));
  const isDeafened = asOptionalBoolean(json.deaf, form.at('deaf'));
  form.check();
  const isOwn = member.userId === call.app.botId;
  const needs = (permission: bigint) => {
    const held = guildPermissions(guild, call.app.botId);
    if ((held & permission) !== permission) throw apiError('missingPermissions');
  };
  if (json.nick !== undefined) {
    needs(isOwn ? Flags.ChangeNickname : Flags.ManageNicknames);
    member.nickname = nickname ?? null;
  }
  const isAboutVoice = isMuted !== undefined || isDeafened !== undefined || json.channel_id !== undefined;
  if (isAboutVoice && !guild.voiceStates.has(member.userId)) throw apiError('notInVoice');
  if (isMuted !== undefined) needs(Flags.MuteMembers);
  if (isDeafened !== undefined) needs(Flags.DeafenMembers);
  if (json.channel_id !== undefined) needs(Flags.MoveMembers);
  member.isMuted = isMuted ?? member.isMuted;
  member.isDeafened = isDeafened ?? member.isDeafened;
  if (isMuted !== undefined || isDeafened !== undefined) call.state.voice.changed(guild, member.userId);
  if (json.channel_id !== undefined) moveMember(call, guild, { member, channelId: json.channel_id });
  return memberWire(call.state.world, member);
}

function moveMember(
  { state }: BotCall,
  guild: GuildRecord,
  { member, channelId }: { member: MemberRecord; channelId: unknown },
): void {
  if (channelId === null) {
    state.voice.leave(guild, member.userId, 'disconnected');
    return;
  }
  const channel = guild.channels.get(String(channelId));
  if (!channel) throw apiError('unknownChannel');
  if (channel.type === ChannelType.GuildText) throw apiError('wrongChannelType');
  state.voice.move(guild, member.userId, channel);
}
