/** Access: finds what a request is about, with the errors of Discord for what is not there or not to be seen. */
import { PermissionFlagsBits as Flags } from 'discord.js';
import { isId } from '../world/ids.ts';
import { channelPermissions } from '../world/permissions.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, MessageRecord } from '../world/records.ts';
import { apiError } from './api-error.ts';
import { createForm } from './form.ts';
import type { BotCall } from './route.ts';

export function checkId(id: string, name: string): string {
  if (isId(id)) return id;
  const form = createForm();
  form.at(name).fail('NUMBER_TYPE_COERCE', `Value "${id.slice(0, 40)}" is not snowflake.`);
  form.check();
  return id;
}

/** A guild that the bot is in. */
export function guildOf({ state, app, params }: BotCall): GuildRecord {
  const guild = state.world.guilds.get(checkId(params['guild.id'], 'guild_id'));
  if (!guild) throw apiError('unknownGuild');
  if (!guild.members.has(app.botId)) throw apiError('missingAccess');
  return guild;
}

/** A channel that the bot sees. */
export function channelOf(call: BotCall): ChannelRecord {
  const channel = call.state.world.channels.get(checkId(call.params['channel.id'], 'channel_id'));
  if (!channel) throw apiError('unknownChannel');
  if (!may(call, channel, Flags.ViewChannel)) throw apiError('missingAccess');
  return channel;
}

/** Ephemeral messages are not to be had this way. */
export function messageOf({ params }: BotCall, channel: ChannelRecord): MessageRecord {
  const message = channel.messages.get(checkId(params['message.id'], 'message_id'));
  if (!message || message.ephemeralTo !== undefined) throw apiError('unknownMessage');
  return message;
}

export function memberOf({ params, app }: BotCall, guild: GuildRecord): MemberRecord {
  const id = params['user.id'] === '@me' ? app.botId : checkId(params['user.id'], 'user_id');
  const member = guild.members.get(id);
  if (!member) throw apiError('unknownMember');
  return member;
}

export function may({ state, app }: BotCall, channel: ChannelRecord, permission: bigint): boolean {
  return (channelPermissions(state.world, channel, app.botId) & permission) === permission;
}
