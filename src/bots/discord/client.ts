import { Client, GatewayIntentBits, Options, REST, type RESTOptions } from 'discord.js';

/**
 * Client: discord.js with what this bot needs of it: the gateway with the least intents, servers with their roles and channels, who is in
 * which voice channel. People and messages are not kept longer than they are looked at.
 */
export interface ClientSettings {
  /** "https://discord.com/api" */
  readonly apiUrl: string;
  /** Of the process, where there are several. */
  readonly shard?: { readonly id: number; readonly count: number };
}

export const clientDefaults = {
  /** Longer waits for a rate limit are given up: there is another way, or nobody waits any more. */
  waitSeconds: 60,
  requestSeconds: 15,
  retries: 2,
  sweepSeconds: 3_600,
} as const;

/** Nothing privileged: the bot reads no messages but those that it is shown. */
export const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates] as const;

export function createClient({ apiUrl, shard = { id: 0, count: 1 } }: ClientSettings): Client {
  const isInVoice = (id: string) => client.guilds.cache.some(guild => guild.voiceStates.cache.has(id));
  const sweep = { interval: clientDefaults.sweepSeconds } as const;
  const client: Client = new Client({
    intents,
    shards: [shard.id],
    shardCount: shard.count,
    rest: restOptions(apiUrl),
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildScheduledEventManager: 0,
      ReactionManager: 0,
      ThreadMemberManager: 0,
      EntitlementManager: 0,
    }),
    sweepers: {
      ...Options.DefaultSweeperSettings,
      users: { ...sweep, filter: () => user => user.id !== client.user?.id && !isInVoice(user.id) },
      guildMembers: { ...sweep, filter: () => member => member.id !== client.user?.id && !isInVoice(member.id) },
    },
  });
  return client;
}

/** What answers interactions carries their token and not the bot's, and does not count in the bot's limit of requests. */
export function createInteractionRest(apiUrl: string): REST {
  return new REST({ ...restOptions(apiUrl), globalRequestsPerSecond: Number.POSITIVE_INFINITY });
}

export function restOptions(apiUrl: string): Partial<RESTOptions> {
  return {
    api: apiUrl.replace(/\/+$/, ''),
    version: '10',
    timeout: clientDefaults.requestSeconds * 1000,
    retries: clientDefaults.retries,
    // Which of them says how long to wait depends on which limit it is.
    rejectOnRateLimit: ({ timeToReset, retryAfter, sublimitTimeout }) =>
      Math.max(timeToReset, retryAfter, sublimitTimeout) > clientDefaults.waitSeconds * 1000,
  };
}
