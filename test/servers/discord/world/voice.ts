/**
 * Voice: who is in which voice channel, and what is announced about it. A bot that joins gets VOICE_STATE_UPDATE, then
 * VOICE_SERVER_UPDATE with what the allocator of voice servers says. Whoever may not connect gets no answer at all, as at Discord.
 */
import { ChannelType, PermissionFlagsBits as Flags } from 'discord.js';
import type { VoiceAllocator, VoiceRelease, VoiceSession } from '../control/voice-hook.ts';
import { channelPermissions } from './permissions.ts';
import type { ChannelRecord, GuildRecord, VoiceStateRecord } from './records.ts';
import { memberWire, voiceStateWire } from './wire.ts';
import type { World } from './world.ts';

export interface JoinRequest {
  readonly guild: GuildRecord;
  readonly channel: ChannelRecord;
  readonly userId: string;
  readonly sessionId: string;
  readonly isSelfMuted: boolean;
  readonly isSelfDeafened: boolean;
}

export interface Voice {
  /** False where this user may not connect, or the channel is full. */
  join(request: JoinRequest): boolean;
  leave(guild: GuildRecord, userId: string, reason: VoiceRelease): void;
  /** A moderator moves somebody, whatever that user may do there. */
  move(guild: GuildRecord, userId: string, channel: ChannelRecord): void;
  /** After `change` altered something about the state, or the member. */
  changed(guild: GuildRecord, userId: string): void;
  /** All bots in it get another server. */
  exchangeServer(channel: ChannelRecord): Promise<void>;
  /** Whoever joined with this gateway session leaves. */
  endSession(sessionId: string): void;
  occupants(channel: ChannelRecord): VoiceStateRecord[];
}

export function createVoice(world: World, allocator: VoiceAllocator | undefined): Voice {
  const isBot = (userId: string) => world.users.get(userId)?.isBot === true;
  const occupants = (channel: ChannelRecord) =>
    [...(world.guilds.get(channel.guildId ?? '')?.voiceStates.values() ?? [])].filter(
      ({ channelId }) => channelId === channel.id,
    );

  function changed(guild: GuildRecord, userId: string): void {
    const state = guild.voiceStates.get(userId);
    if (state) announce(guild, state, state.channelId);
  }

  function announce(guild: GuildRecord, state: VoiceStateRecord, channelId: string | null): void {
    const member = guild.members.get(state.userId);
    const data = {
      ...voiceStateWire(guild, state),
      channel_id: channelId,
      guild_id: guild.id,
      ...(member && { member: memberWire(world, member) }),
    };
    world.announce({ name: 'VOICE_STATE_UPDATE', guildId: guild.id, data: () => data });
  }

  function release(state: VoiceStateRecord, reason: VoiceRelease): void {
    if (isBot(state.userId)) allocator?.release?.(sessionOf(state), reason);
  }

  async function allot(state: VoiceStateRecord): Promise<void> {
    const asked = sessionOf(state);
    const server = isBot(state.userId) ? await allocator?.allocate(asked) : undefined;
    const now = world.guilds.get(state.guildId)?.voiceStates.get(state.userId);
    if (!server || now?.channelId !== asked.channelId || now.sessionId !== asked.sessionId) return;
    const data = { ...server, guild_id: state.guildId };
    world.announce({ name: 'VOICE_SERVER_UPDATE', guildId: state.guildId, botId: state.userId, data: () => data });
  }

  function enter(request: JoinRequest): void {
    const { guild, channel, userId } = request;
    const before = guild.voiceStates.get(userId);
    const isSame = before?.channelId === channel.id && before.sessionId === request.sessionId;
    if (before && !isSame) release(before, 'moved');
    const state: VoiceStateRecord = {
      userId,
      guildId: guild.id,
      channelId: channel.id,
      sessionId: request.sessionId,
      isSelfMuted: request.isSelfMuted,
      isSelfDeafened: request.isSelfDeafened,
      isSuppressed: isSame ? before.isSuppressed : isSuppressedAtFirst(channel, userId),
      askedToSpeakAtMs: isSame ? before.askedToSpeakAtMs : null,
    };
    guild.voiceStates.set(userId, state);
    announce(guild, state, channel.id);
    void allot(state);
  }

  function isSuppressedAtFirst(channel: ChannelRecord, userId: string): boolean {
    return channel.type === ChannelType.GuildStageVoice || !(channelPermissions(world, channel, userId) & Flags.Speak);
  }

  function mayJoin({ guild, channel, userId }: JoinRequest): boolean {
    const permissions = channelPermissions(world, channel, userId);
    if (!(permissions & Flags.ViewChannel) || !(permissions & Flags.Connect)) return false;
    const isThere = guild.voiceStates.get(userId)?.channelId === channel.id;
    const isFull = channel.userLimit > 0 && occupants(channel).length >= channel.userLimit;
    return isThere || !isFull || Boolean(permissions & Flags.MoveMembers);
  }

  function leave(guild: GuildRecord, userId: string, reason: VoiceRelease): void {
    const state = guild.voiceStates.get(userId);
    if (!state) return;
    guild.voiceStates.delete(userId);
    release(state, reason);
    announce(guild, state, null);
  }

  return {
    occupants,
    changed,
    leave,
    join(request) {
      const isAllowed = mayJoin(request);
      if (isAllowed) enter(request);
      return isAllowed;
    },
    move(guild, userId, channel) {
      const state = guild.voiceStates.get(userId);
      if (state) enter({ ...state, guild, channel });
    },
    async exchangeServer(channel) {
      const states = occupants(channel);
      for (const state of states) release(state, 'exchanged');
      await Promise.all(states.map(allot));
    },
    endSession(sessionId) {
      for (const guild of world.guilds.values()) {
        const states = [...guild.voiceStates.values()].filter(state => state.sessionId === sessionId);
        for (const { userId } of states) leave(guild, userId, 'ended');
      }
    },
  };
}

function sessionOf(state: VoiceStateRecord): VoiceSession {
  return { guildId: state.guildId, channelId: state.channelId, userId: state.userId, sessionId: state.sessionId };
}
