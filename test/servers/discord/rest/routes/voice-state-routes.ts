/** Voice state routes: stages ask here to speak, and to be heard (resources/voice). */
import { ChannelType, PermissionFlagsBits as Flags } from 'discord.js';
import type { ChannelRecord, GuildRecord, VoiceStateRecord } from '../../world/records.ts';
import { memberWire, voiceStateWire } from '../../world/wire.ts';
import { guildOf, may, memberOf } from '../access.ts';
import { apiError } from '../api-error.ts';
import { asObject, asOptionalBoolean, asOptionalText, createForm } from '../form.ts';
import type { BotCall, Route } from '../route.ts';

const own = '/guilds/{guild.id}/voice-states/@me';
const other = '/guilds/{guild.id}/voice-states/{user.id}';
const asSelf = (call: BotCall): BotCall => ({ ...call, params: { ...call.params, 'user.id': '@me' } });

export const voiceStateRoutes: readonly Route[] = [
  { method: 'GET', path: own, auth: 'bot', handle: call => getState(asSelf(call)) },
  { method: 'GET', path: other, auth: 'bot', handle: getState },
  { method: 'PATCH', path: own, auth: 'bot', handle: call => editOwn(asSelf(call)) },
  { method: 'PATCH', path: other, auth: 'bot', handle: editOther },
];

function stateOf(call: BotCall, guild: GuildRecord): VoiceStateRecord {
  const found = guild.voiceStates.get(memberOf(call, guild).userId);
  if (!found) throw apiError('unknownVoiceState');
  return found;
}

function getState(call: BotCall): object {
  const guild = guildOf(call);
  const found = stateOf(call, guild);
  const member = memberWire(call.state.world, guild.members.get(found.userId)!);
  return { ...voiceStateWire(guild, found), guild_id: guild.id, member };
}

interface Change {
  readonly guild: GuildRecord;
  readonly channel: ChannelRecord;
  readonly found: VoiceStateRecord;
  readonly isSuppressed: boolean | undefined;
  readonly askedAt: unknown;
}

function readChange(call: BotCall): Change {
  const guild = guildOf(call);
  const found = stateOf(call, guild);
  const form = createForm();
  const json = asObject(call.json ?? {}, form) ?? {};
  const isSuppressed = asOptionalBoolean(json.suppress, form.at('suppress'));
  const askedAt = json.request_to_speak_timestamp;
  const text = asOptionalText(askedAt, form.at('request_to_speak_timestamp'), { max: 40 });
  if (text !== undefined && Number.isNaN(Date.parse(text))) {
    form.at('request_to_speak_timestamp').fail('DATE_TIME_TYPE_PARSE', 'Could not parse. Should be ISO8601.');
  }
  form.check();
  if (json.channel_id !== undefined && json.channel_id !== found.channelId) throw apiError('unknownChannel');
  const channel = guild.channels.get(found.channelId)!;
  if (channel.type !== ChannelType.GuildStageVoice) throw apiError('wrongChannelType');
  return { guild, channel, found, isSuppressed, askedAt };
}

function editOwn(call: BotCall): undefined {
  const { guild, channel, found, isSuppressed, askedAt } = readChange(call);
  // Anybody may suppress themselves; to speak without being asked takes a moderator.
  if (isSuppressed === false && !may(call, channel, Flags.MuteMembers)) throw apiError('missingPermissions');
  if (typeof askedAt === 'string' && !may(call, channel, Flags.RequestToSpeak)) throw apiError('missingPermissions');
  apply(found, { isSuppressed, askedAt });
  call.state.voice.changed(guild, found.userId);
}

function editOther(call: BotCall): undefined {
  const { guild, channel, found, isSuppressed } = readChange(call);
  if (!may(call, channel, Flags.MuteMembers)) throw apiError('missingPermissions');
  apply(found, { isSuppressed, askedAt: undefined });
  call.state.voice.changed(guild, found.userId);
}

function apply(found: VoiceStateRecord, { isSuppressed, askedAt }: Pick<Change, 'isSuppressed' | 'askedAt'>): void {
  if (askedAt !== undefined) found.askedToSpeakAtMs = typeof askedAt === 'string' ? Date.parse(askedAt) : null;
  if (isSuppressed === undefined) return;
  found.isSuppressed = isSuppressed;
  found.askedToSpeakAtMs = null;
}
