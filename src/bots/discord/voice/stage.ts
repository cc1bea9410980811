import { PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import type { Log } from '../../../log.ts';
import { askedToSpeak, mayNotAskToSpeak } from './refusals.ts';

/**
 * Stage: how the bot, which comes in as audience, gets to speak: on its own where it moderates the stage, else by asking a moderator.
 * Refuses with 'live-stage-asked' when it has asked, and with 'live-stage-request' when it may not even ask.
 * https://discord.com/developers/docs/resources/guild#modify-current-user-voice-state
 */
export async function becomeSpeaker(channel: VoiceBasedChannel, log: Log): Promise<void> {
  const me = channel.guild.members.me!;
  if (me.voice.suppress === false) return;
  const permissions = channel.permissionsFor(me);
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (error) {
      log.warn('voice-stage', { error });
      return false;
    }
  };
  if (permissions.has(PermissionFlagsBits.MuteMembers) && (await attempt(() => me.voice.setSuppressed(false)))) return;
  if (permissions.has(PermissionFlagsBits.RequestToSpeak) && (await attempt(() => me.voice.setRequestToSpeak(true))))
    throw askedToSpeak(channel.name);
  throw mayNotAskToSpeak(channel.name);
}
