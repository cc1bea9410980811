import type { Bot, BotParts } from './bots/bot.ts';
import { ownShard } from './bots/discord/shards/own.ts';
import type { Config } from './config/load.ts';
import type { Secrets } from './config/secrets.ts';
import type { Finding } from './finding.ts';

/** Platforms: the chats that Consonant can live in. To add one: a folder in src/bots/, a line here. Each loads its library only when it is wanted. */
export interface Platform {
  readonly name: string;
  /** Whether what it cannot do without is there. */
  isWanted(secrets: Secrets): boolean;
  create(settings: Settings, parts: BotParts): Promise<Bot>;
  /** For `doctor`. */
  examine(settings: Settings, signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface Settings {
  readonly config: Config;
  readonly secrets: Secrets;
}

const discord: Platform = {
  name: 'discord',
  isWanted: ({ discordToken }) => discordToken !== undefined,
  async create({ config, secrets }, parts) {
    const { createDiscordBot } = await import('./bots/discord/create-discord-bot.ts');
    const { apiUrl, mediaHosts, idleMinutes } = config.discord;
    const shard = ownShard(process.env);
    const settings = { token: secrets.discordToken!, apiUrl, mediaHosts, idleMinutes, ...(shard ? { shard } : {}) };
    return createDiscordBot(settings, parts);
  },
  async examine({ config, secrets }, signal) {
    const { examineDiscord } = await import('./bots/discord/examine.ts');
    return examineDiscord({ token: secrets.discordToken, apiUrl: config.discord.apiUrl }, signal);
  },
};

export const platforms: readonly Platform[] = [discord];
