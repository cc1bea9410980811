/** World: one Discord server with voice channels, as the caches of a real discord.js client hold it, and a loopback voice server behind. */
import type { TestContext } from 'node:test';
import { ChannelType, Client, GatewayIntentBits } from 'discord.js';
import { createLive } from '../../../../src/bots/discord/voice/create-live.ts';
import type { LiveEvent, LiveLimits } from '../../../../src/bots/discord/voice/live.ts';
import type { Log, LogFacts } from '../../../../src/log.ts';
import { startVoiceServer, type VoiceServerOptions } from '../../../servers/discord/voice/voice-server.ts';
import { createWaits } from '../../../servers/discord/voice/waits.ts';
import { addServer, type ServerOptions } from './caches.ts';
import { createGateway } from './gateway.ts';
import { startStageApi } from './stage-api.ts';

export const guildId = '100';
export const botId = '300';
export const textChannelId = '900';
export const hallId = '200';
export const denId = '201';
export const stageId = '202';

export interface WorldOptions extends VoiceServerOptions, Pick<ServerOptions, 'permissions' | 'afkChannelId' | 'timeoutUntil'> {
  readonly limits?: Partial<LiveLimits>;
  /** Settings of the hall. */
  readonly hall?: Record<string, unknown>;
}

interface LogLine {
  readonly event: string;
  readonly facts?: LogFacts;
}

export async function createWorld(context: TestContext, { limits, hall, ...options }: WorldOptions = {}) {
  const server = await startVoiceServer(options);
  const waits = createWaits();
  const { changed } = waits;
  const api = await startStageApi(guildId, channelId => gateway.voiceState(botId, channelId, { suppress: false }));
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates];
  const client = new Client({ intents, rest: { api: api.url } });
  client.rest.setToken('token');
  const gateway = createGateway({ client, server, guildId, botId, stageId, changed });
  const channels = [
    { id: hallId, name: 'Hall', ...hall },
    { id: denId, name: 'Den' },
    { id: stageId, name: 'Stage', type: ChannelType.GuildStageVoice },
  ];
  const guild = addServer(client, { ...options, guildId, botId, channels });
  const events: LiveEvent[] = [];
  const logged: LogLine[] = [];
  const onEvent = (event: LiveEvent) => {
    events.push(event);
    changed();
  };
  const live = createLive({ client, log: recordingLog(logged, changed), onEvent, ...limits });
  context.after(async () => {
    await live.close();
    await client.destroy();
    api.close();
    await server.stop();
  });
  const kinds = () => events.map(({ kind }) => kind);
  const until = (isTrue: () => boolean, what: string) => waits.until(isTrue, () => `${what}; events: ${kinds().join(' ')}`);
  return {
    server,
    client,
    guild,
    gateway,
    api,
    live,
    events,
    logged,
    kinds,
    /** Resolves once events, log lines or what the bot sends are as wanted. */
    until,
    playback: live.playbackIn(guildId, textChannelId),
    enter: (userId: string, channelId = hallId) => gateway.voiceState(userId, channelId),
    exit: (userId: string) => gateway.voiceState(userId, null),
    /** Resolves when the bot has identified so many times to the voice gateway. */
    async identified(times: number) {
      await until(() => server.clients.length > 0, 'it should join');
      await server.client(botId).heard(({ attempts }) => attempts.length >= times);
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

function recordingLog(lines: LogLine[], changed: () => void): Log {
  const write = (event: string, facts?: LogFacts) => {
    lines.push({ event, ...(facts ? { facts } : {}) });
    changed();
  };
  const log: Log = { info: write, warn: write, error: write, child: () => log };
  return log;
}
