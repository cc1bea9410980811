/** Gateway: stands in the place of the main gateway's socket. It answers opcode 4 as the real one does, and tells what tests make happen. */
import { type Client, Status } from 'discord.js';
import type { VoiceServer } from '../../../servers/discord/voice/voice-server.ts';
import { setShard, tellDeleted, tellVoiceServer, tellVoiceState, type VoiceStateRequest } from './caches.ts';

export interface GatewayOptions {
  readonly client: Client;
  readonly server: VoiceServer;
  readonly guildId: string;
  readonly botId: string;
  readonly stageId: string;
  /** Something happened that a test may wait for. */
  readonly changed: () => void;
}

export function createGateway({ client, server, guildId, botId, stageId, changed }: GatewayOptions) {
  const flagsOf = new Map<string, Readonly<Record<string, unknown>>>();
  const sent: VoiceStateRequest[] = [];
  const place = { guildId, userId: botId };
  let session = 1;

  const tellServer = (token: string, endpoint: string | null) => {
    tellVoiceServer(client, { guildId, token, endpoint: gateway.endpoint === undefined ? endpoint : gateway.endpoint });
    changed();
  };
  const gateway = {
    /** Where the bot has asked to be, in turn; null: nowhere. */
    channelsAskedFor: () => sent.map(({ d }) => d.channel_id),
    /** Whether it takes anything; false as while it is being connected. */
    isUp: true,
    /** What it tells instead of the voice server's endpoint. */
    endpoint: undefined as string | null | undefined,
    /** Of anybody; flags stay as they were. */
    voiceState(
      userId: string,
      channelId: string | null,
      change: Readonly<Record<string, unknown>> = {},
      { isBot = userId === botId } = {},
    ) {
      const flags = { ...flagsOf.get(userId), ...change };
      flagsOf.set(userId, flags);
      tellVoiceState(client, { guildId, userId, channelId, sessionId: `session-${session}`, isBot, flags });
    },
    /** Puts the bot into a channel, as an answer, or as a moderator who moves it. */
    seat(channelId: string) {
      const kind = channelId === stageId ? ('stage' as const) : ('voice' as const);
      gateway.voiceState(botId, channelId, kind === 'stage' ? { suppress: true } : {});
      const { token, endpoint } = server.allocate({ ...place, channelId, sessionId: `session-${session}`, kind });
      tellServer(token, endpoint);
    },
    /** A moderator disconnects the bot. */
    kick() {
      gateway.voiceState(botId, null);
      server.release(place);
    },
    deleteChannel(channelId: string) {
      tellDeleted(client, 'ChannelDelete', channelId);
      server.release(place);
      gateway.voiceState(botId, null);
    },
    /** Another voice server for the channel where the bot is. */
    changeServer: () => server.move(place),
    /** The bot is taken out of the server. */
    leaveGuild: () => tellDeleted(client, 'GuildDelete', guildId),
    /** A new session, after the old one could not be resumed: the bot is in no channel any more, and nobody says so. */
    beginAnew() {
      session++;
      server.release(place);
      client.guilds.cache.get(guildId)!.voiceStates.cache.delete(botId);
      client.emit('shardReady', 0, undefined);
    },
  };
  const answer = (channelId: string | null) => {
    if (channelId !== null) {
      gateway.seat(channelId);
      return;
    }
    server.release(place);
    gateway.voiceState(botId, null, { suppress: false });
  };
  server.onServerUpdate(({ token, endpoint }) => tellServer(token, endpoint));
  setShard(client, {
    get status() {
      return gateway.isUp ? Status.Ready : Status.Reconnecting;
    },
    send(payload) {
      sent.push(payload);
      changed();
      setImmediate(() => answer(payload.d.channel_id)); // never within the call
    },
  });
  return gateway;
}

export type Gateway = ReturnType<typeof createGateway>;
