/**
 * World: one Discord server with voice channels, as the caches of a real discord.js client hold it, and a loopback voice server behind. In
 * the place of the main gateway's socket stands `gateway`, which answers opcode 4 as the real one does and sends what tests make happen.
 */
import type { TestContext } from 'node:test';
import { ChannelType, Client, GatewayIntentBits, type Guild, PermissionFlagsBits, Status } from 'discord.js';
import { createLive } from '../../../../src/bots/discord/voice/create-live.ts';
import type { LiveEvent, LiveLimits } from '../../../../src/bots/discord/voice/live.ts';
import type { Log, LogFacts } from '../../../../src/log.ts';
import { startVoiceServer, type VoiceServer, type VoiceServerOptions } from '../../../servers/discord/voice/voice-server.ts';
import { createWaits } from '../../../servers/discord/voice/waits.ts';

export const guildId = '100';
export const botId = '300';
export const textChannelId = '900';
export const hallId = '200';
export const denId = '201';
export const stageId = '202';

const { ViewChannel, Connect, Speak, RequestToSpeak } = PermissionFlagsBits;
export const usualPermissions = ViewChannel | Connect | Speak | RequestToSpeak;

export interface WorldOptions extends VoiceServerOptions {
  readonly limits?: Partial<LiveLimits>;
  /** Of everybody in the server. */
  readonly permissions?: bigint;
  /** Settings of the hall. */
  readonly hall?: Record<string, unknown>;
  readonly afkChannelId?: string;
  /** Of the bot. */
  readonly timeoutUntil?: string;
}

export async function createWorld(context: TestContext, options: WorldOptions = {}) {
  const server = await startVoiceServer(options);
  const waits = createWaits();
  const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates] });
  const gateway = createGateway(client, server);
  const guild = addGuild(client, options);
  const events: LiveEvent[] = [];
  const logged: { readonly event: string; readonly facts?: LogFacts }[] = [];
  const live = createLive({
    client,
    log: recordingLog(logged, waits.changed),
    onEvent(event) {
      events.push(event);
      waits.changed();
    },
    ...options.limits,
  });
  context.after(async () => {
    await live.close();
    await client.destroy();
    await server.stop();
  });
  return {
    server,
    client,
    guild,
    gateway,
    live,
    events,
    logged,
    playback: live.playbackIn(guildId, textChannelId),
    kinds: () => events.map(({ kind }) => kind),
    /** Resolves once events or log lines are as wanted. */
    until: (isTrue: () => boolean, what: string) =>
      waits.until(isTrue, () => `${what}; events: ${JSON.stringify(events.map(({ kind }) => kind))}`),
    enter: (userId: string, channelId = hallId) => gateway.voiceState(userId, channelId),
    exit: (userId: string) => gateway.voiceState(userId, null),
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

interface Insides {
  readonly actions: Readonly<Record<string, { handle(data: unknown): void }>>;
  readonly ws: { readonly shards: Map<number, unknown> };
  readonly guilds: { _add(data: unknown): Guild };
  readonly users: { _add(data: unknown): unknown };
  user: unknown;
}

interface VoiceStateRequest {
  readonly op: number;
  readonly d: { readonly guild_id: string; readonly channel_id: string | null };
}

interface Voice {
  onVoiceServer(update: { readonly guild_id: string; readonly token: string; readonly endpoint: string | null }): void;
}

/** The main gateway: what it knows of voice states, and what it sends. */
function createGateway(client: Client, server: VoiceServer) {
  const insides = client as unknown as Insides;
  const states = new Map<string, Record<string, unknown>>();
  const sent: VoiceStateRequest[] = [];
  let session = 1;
  const gateway = {
    /** Where the bot has asked to be, in turn; null: nowhere. */
    channelsAskedFor: () => sent.map(({ d }) => d.channel_id),
    /** Whether it takes anything; false as while it is being connected. */
    isUp: true,
    /** What it tells instead of the voice server's endpoint. */
    endpoint: undefined as string | null | undefined,
    voiceState(userId: string, channelId: string | null, change: Record<string, unknown> = {}) {
      const known = states.get(userId) ?? { mute: false, deaf: false, self_mute: false, self_deaf: false, suppress: false };
      const state = {
        ...known,
        ...change,
        guild_id: guildId,
        user_id: userId,
        channel_id: channelId,
        session_id: `session-${session}`,
      };
      states.set(userId, state);
      const member = {
        user: { id: userId, username: `user-${userId}`, bot: userId === botId },
        roles: [],
        joined_at: new Date(0).toISOString(),
      };
      insides.actions.VoiceStateUpdate.handle({ ...state, member });
    },
    /** The answer to opcode 4: never within the call. */
    answer({ guild_id, channel_id }: { readonly guild_id: string; readonly channel_id: string | null }) {
      setImmediate(() => {
        if (channel_id === null) {
          server.release({ guildId: guild_id, userId: botId });
          gateway.voiceState(botId, null, { suppress: false });
        } else gateway.seat(channel_id);
      });
    },
    /** Puts the bot into a channel, as an answer, or as a moderator who moves it. */
    seat(channelId: string) {
      const kind = channelId === stageId ? ('stage' as const) : ('voice' as const);
      gateway.voiceState(botId, channelId, kind === 'stage' ? { suppress: true } : {});
      const seat = { guildId, channelId, userId: botId, sessionId: `session-${session}`, kind };
      const { token, endpoint } = server.allocate(seat);
      (client.voice as unknown as Voice).onVoiceServer({
        guild_id: guildId,
        token,
        endpoint: gateway.endpoint === undefined ? endpoint : gateway.endpoint,
      });
    },
    /** A moderator disconnects the bot. */
    kick() {
      gateway.voiceState(botId, null);
      server.release({ guildId, userId: botId });
    },
    deleteChannel(channelId: string) {
      insides.actions.ChannelDelete.handle({ id: channelId, guild_id: guildId });
      server.release({ guildId, userId: botId });
      gateway.voiceState(botId, null);
    },
    /** A new session, after the old one could not be resumed: the bot is in no channel any more, and nobody says so. */
    beginAnew() {
      session++;
      server.release({ guildId, userId: botId });
      (client.guilds.cache.get(guildId)!.voiceStates.cache as Map<string, unknown>).delete(botId);
      client.emit('shardReady', 0, undefined);
    },
  };
  insides.ws.shards.set(0, {
    id: 0,
    get status() {
      return gateway.isUp ? Status.Ready : Status.Reconnecting;
    },
    send(payload: VoiceStateRequest) {
      sent.push(payload);
      gateway.answer(payload.d);
    },
  });
  return gateway;
}

function addGuild(client: Client, options: WorldOptions): Guild {
  const insides = client as unknown as Insides;
  insides.user = insides.users._add({ id: botId, username: 'consonant', bot: true });
  const channel = (id: string, name: string, type: ChannelType, change = {}) => ({
    id,
    name,
    type,
    guild_id: guildId,
    permission_overwrites: [],
    bitrate: 64_000,
    user_limit: 0,
    ...change,
  });
  const permissions = String(options.permissions ?? usualPermissions);
  return insides.guilds._add({
    id: guildId,
    name: 'The server',
    owner_id: '1',
    shardId: 0,
    afk_channel_id: options.afkChannelId ?? null,
    roles: [{ id: guildId, name: '@everyone', permissions, position: 0 }],
    channels: [
      channel(hallId, 'Hall', ChannelType.GuildVoice, options.hall),
      channel(denId, 'Den', ChannelType.GuildVoice),
      channel(stageId, 'Stage', ChannelType.GuildStageVoice),
    ],
    members: [
      {
        user: { id: botId, username: 'consonant', bot: true },
        roles: [],
        joined_at: new Date(0).toISOString(),
        communication_disabled_until: options.timeoutUntil ?? null,
      },
    ],
    voice_states: [],
  });
}

function recordingLog(lines: { readonly event: string; readonly facts?: LogFacts }[], changed: () => void): Log {
  const write = (event: string, facts?: LogFacts) => {
    lines.push({ event, ...(facts ? { facts } : {}) });
    changed();
  };
  const log: Log = { info: write, warn: write, error: write, child: () => log };
  return log;
}
