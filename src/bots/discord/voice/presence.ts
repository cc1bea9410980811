import type { Guild } from 'discord.js';
import type { Refusal } from '../../../errors.ts';
import { isStage } from './preflight.ts';
import { deserted, inAudience, mayNotSpeak, muted } from './refusals.ts';

/** Presence: what the main gateway's cache tells about the bot in its voice channel: why nobody could hear it there. */
export function hindranceIn(guild: Guild, channelId: string): Refusal | undefined {
  const { cache } = guild.voiceStates;
  const selfId = guild.client.user.id;
  const channel = guild.channels.cache.get(channelId);
  const name = channel?.name ?? '?';
  const self = cache.get(selfId);
  const isThere = self?.channelId === channelId;
  if (isThere && self.serverMute) return muted(name);
  if (isThere && self.suppress) return channel?.isVoiceBased() && isStage(channel) ? inAudience(name) : mayNotSpeak(name);
  const hasListener = cache.some(
    state => state.channelId === channelId && state.id !== selfId && state.member?.user.bot !== true,
  );
  return hasListener ? undefined : deserted(name);
}
