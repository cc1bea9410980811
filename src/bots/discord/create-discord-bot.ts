import { type APIInteraction, Events, GatewayDispatchEvents } from 'discord.js';
import type { PlaceId } from '../../commands/request.ts';
import type { Bot, BotParts } from '../bot.ts';
import { sceneAt } from './address.ts';
import { answeringDefaults, createAnswering } from './answering.ts';
import { createApi } from './api.ts';
import { type ClientSettings, createClient, createInteractionRest } from './client.ts';
import { codeOf, isDiscordFault } from './faults.ts';
import { guildPlace, shardOf } from './identity.ts';
import { endedFor, inWords, logIn } from './login.ts';
import { register } from './menu/register.ts';
import { createNames } from './names.ts';
import { endpointSet, placeGone, tokenRefused } from './refusals.ts';
import { createCommandLinks } from './show/command-links.ts';
import { createConversation } from './show/conversation.ts';
import { reachPerson } from './show/direct.ts';
import { createDirectLine } from './show/private-line.ts';
import { createSpeaking } from './speaking.ts';

/** Discord bot: one connection to Discord's gateway; what it is asked for becomes requests, and replies become messages, forms and sound. */
export interface DiscordSettings extends ClientSettings {
  readonly token: string;
  /** Hosts that recordings may be fetched from. */
  readonly mediaHosts: readonly string[];
  readonly idleMinutes: number;
  /** How often progress is shown. */
  readonly progressMs?: number;
}

const registerAgainMs = 60_000;

export function createDiscordBot(settings: DiscordSettings, parts: BotParts): Bot {
  const { apiUrl, token, shard = { id: 0, count: 1 } } = settings;
  const { dispatcher, commands, places, log, onFatal, now = Date.now } = parts;
  const client = createClient(settings);
  const interactionRest = createInteractionRest(apiUrl);
  const api = createApi({
    rest: client.rest,
    interactionRest,
    onUnauthorized: () => end(tokenRefused()),
  });
  const names = createNames({ client, api });
  const speaking = createSpeaking({ client, api, dispatcher, log, idleMinutes: settings.idleMinutes });
  let commandIds: ReadonlyMap<string, string> = new Map();
  const link = createCommandLinks(commands, name => commandIds.get(name));
  const answering = createAnswering({
    api,
    dispatcher,
    commands,
    names,
    link,
    mediaHosts: settings.mediaHosts,
    playbackAt: scene => speaking.playbackAt(scene),
    log,
    now,
    progressMs: settings.progressMs ?? answeringDefaults.progressMs,
  });
  let registering: NodeJS.Timeout | undefined;
  let state: 'new' | 'running' | 'ending' = 'new';

  client.on(Events.Error, error => log.warn('gateway', { code: codeOf(error), error }));
  client.on(Events.ShardError, error => log.warn('gateway', { code: codeOf(error), error }));
  client.on(Events.ShardDisconnect, ({ code }) => end(endedFor(code)));
  client.on(Events.ShardResume, () => log.info('gateway', { outcome: 'resumed' }));
  client.on(Events.GuildCreate, guild => tellOf('joined', guildPlace(guild.id)));
  client.on(Events.GuildDelete, guild => tellOf('left', guildPlace(guild.id)));
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: APIInteraction) => {
    if (state !== 'new') answering.take(data);
  });

  function tellOf(what: 'joined' | 'left', place: PlaceId): void {
    void places[what](place).catch(error => log.error('place', { outcome: what, error }));
  }

  /** Nothing brings it back. */
  function end(reason: Error): void {
    if (state !== 'running') return;
    void stop(AbortSignal.abort())
      .catch(error => log.error('stop', { error }))
      .finally(() => onFatal(reason));
  }

  async function stop(patience: AbortSignal): Promise<void> {
    state = 'ending';
    clearTimeout(registering);
    await answering.drain(patience);
    await speaking.close();
    await client.destroy();
    interactionRest.clearHashSweeper();
    interactionRest.clearHandlerSweeper();
  }

  async function start(): Promise<void> {
    await speaking.warmUp();
    await logIn(client, { token, apiUrl });
    const { id: applicationId, interactions_endpoint_url: endpoint } = await api.application().catch(error => {
      throw inWords(error, apiUrl);
    });
    if (endpoint) throw endpointSet();
    state = 'running';
    await registerCommands(applicationId);
    // Where the bot was let in again while it was away.
    for (const guild of client.guilds.cache.values()) tellOf('joined', guildPlace(guild.id));
    log.info('started', { count: client.guilds.cache.size });
  }

  /** What Discord does not take now it may take later; the commands of an earlier run are there meanwhile. */
  async function registerCommands(applicationId: string): Promise<void> {
    try {
      commandIds = await register(commands, { api, applicationId, mayChange: shard.id === 0 });
    } catch (error) {
      if (!isDiscordFault(error)) throw error;
      log.error('register', { code: codeOf(error), error });
      const again = () => void registerCommands(applicationId).catch(later => log.error('register', { error: later }));
      if (state === 'running') registering = setTimeout(again, registerAgainMs);
    }
  }

  return {
    platform: 'discord',
    directory: names.directory(),
    serves: placeId => shardOf(placeId, shard.count) === shard.id,
    async start() {
      try {
        await start();
      } catch (error) {
        await stop(AbortSignal.abort());
        throw error;
      }
    },
    async deliver(address, reply, personId) {
      const scene = sceneAt(address, { id: personId, name: names.directory().personName(personId) ?? '' });
      const texts = () => dispatcher.textsFor(scene);
      const line = createDirectLine(message => reachPerson(message, scene, { api, texts }));
      try {
        await createConversation({ scene, api, line, link, texts })(reply);
      } catch (error) {
        throw isDiscordFault(error) ? placeGone() : error;
      }
    },
    stop: (patience = AbortSignal.abort()) => stop(patience),
  };
}
