import type { Bot, BotParts } from './bots/bot.ts';
import type { Config } from './config/load.ts';
import type { Secrets } from './config/secrets.ts';

/** Platforms: the chats that Consonant can live in. To add one: a folder in src/bots/, a line here. Each loads its library only when it is wanted. */
export interface Platform {
  readonly name: string;
  /** Whether what it cannot do without is there. */
  isWanted(secrets: Secrets): boolean;
  create(settings: Settings, parts: BotParts): Promise<Bot>;
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
    return createDiscordBot({ token: secrets.discordToken!, apiUrl, mediaHosts, idleMinutes }, parts);
  },
};

export const platforms: readonly Platform[] = [discord];
