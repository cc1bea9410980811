import { Events, type Guild, type VoiceState } from 'discord.js';
import { createRoom } from './create-room.ts';
import { loadLibrary } from './library.ts';
import { type Live, type LiveLimits, type LiveOptions, liveDefaults } from './live.ts';
import { createPacer } from './pacer.ts';
import { shuttingDown } from './refusals.ts';
import type { Room } from './room.ts';
import { tryEncryption } from './warm-up.ts';

export function createLive(options: LiveOptions): Live {
  const { client, log, onEvent } = options;
  const limits: LiveLimits = { ...liveDefaults, ...options };
  const pacer = createPacer();
  const rooms = new Map<string, Room>();
  let isClosed = false;

  const now = () => performance.now();
  const library = () => {
    if (isClosed) throw shuttingDown();
    return loadLibrary();
  };

  function roomIn(guildId: string): Room {
    const room = rooms.get(guildId) ?? createRoom({ client, guildId, library, pacer, limits, log, onEvent, now });
    rooms.set(guildId, room);
    return room;
  }

  const onVoiceState = (_: VoiceState, { id, channelId, guild }: VoiceState) => rooms.get(guild.id)?.onVoiceState(id, channelId);
  const onChannelDeleted = ({ id }: { readonly id: string }) => {
    for (const room of rooms.values()) room.onChannelDeleted(id);
  };
  const onNewSession = (shardId: number) => {
    for (const [guildId, room] of rooms) if (client.guilds.cache.get(guildId)?.shardId === shardId) room.onNewSession();
  };
  const onGuildGone = ({ id }: Guild) => {
    void rooms.get(id)?.close();
    rooms.delete(id);
  };
  client.on(Events.VoiceStateUpdate, onVoiceState);
  client.on(Events.ChannelDelete, onChannelDeleted);
  client.on(Events.ShardReady, onNewSession);
  client.on(Events.GuildDelete, onGuildGone);

  return {
    playbackIn: (guildId, textChannelId) => roomIn(guildId).playback(textChannelId),
    async warmUp() {
      try {
        await tryEncryption(await library());
      } catch (error) {
        log.error('voice-warm-up', { error });
      }
    },
    async close() {
      isClosed = true;
      client.off(Events.VoiceStateUpdate, onVoiceState);
      client.off(Events.ChannelDelete, onChannelDeleted);
      client.off(Events.ShardReady, onNewSession);
      client.off(Events.GuildDelete, onGuildGone);
      await Promise.all([...rooms.values()].map(room => room.close()));
    },
  };
}
