import type { Bot, BotParts } from './bots/bot.ts';
import { ownShard } from './bots/discord/shards/own.ts';
import type { Config } from './config/load.ts';
import type { Secrets } from './config/secrets.ts';
import type { Finding } from './finding.ts';

/** Platforms: the chats that Consonant can live in. To add one: a folder in src/bots/, a line here. Each loads its library only when it is wanted. */
export interface Platform {
  readonly name: string;
  /** Whether it is asked for, and what it cannot do without is there. */
  isWanted(settings: Settings): boolean;
  create(settings: Settings, parts: BotParts): Promise<Bot>;
  /** For `doctor`, also where it is not wanted; left out: there is nothing to look at. */
  examine?(settings: Settings, signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface Settings {
  readonly config: Config;
  readonly secrets: Secrets;
}

export const platforms: readonly Platform[] = [
  {
    name: 'discord',
    isWanted: ({ secrets }) => secrets.discordToken !== undefined,
    async create({ config, secrets }, parts) {
      const { createDiscordBot } = await import('./bots/discord/create-discord-bot.ts');
      const { apiUrl, mediaHosts, idleMinutes } = config.discord;
      const shard = ownShard(process.env);
      const settings = { token: secrets.discordToken!, apiUrl, mediaHosts, idleMinutes, ...(shard ? { shard } : {}) };
      return createDiscordBot(settings, parts);
    },
    async examine({ config, secrets: { discordToken: token } }, signal) {
      if (token === undefined) return [noToken('Discord', 'DISCORD_TOKEN', 'README.md tells where it comes from: "On Discord".')];
      const { examineDiscord } = await import('./bots/discord/examine.ts');
      return examineDiscord({ apiUrl: config.discord.apiUrl, token }, signal);
    },
  },
  {
    name: 'telegram',
    isWanted: ({ secrets }) => secrets.telegramToken !== undefined,
    async create({ config, secrets }, parts) {
      const { createTelegramBot } = await import('./bots/telegram/telegram.ts');
      return createTelegramBot(
        { ...config.telegram, token: secrets.telegramToken!, webhookSecret: secrets.telegramWebhookSecret },
        parts,
      );
    },
    async examine({ config, secrets: { telegramToken: token } }, signal) {
      if (token === undefined) return [noToken('Telegram', 'TELEGRAM_TOKEN', '@BotFather in Telegram gives one: /newbot.')];
      const { examineTelegram } = await import('./bots/telegram/examine.ts');
      return examineTelegram({ ...config.telegram, token }, signal);
    },
  },
  {
    name: 'playground',
    isWanted: ({ config, secrets }) =>
      config.playground.start === 'always' || (config.playground.start === 'auto' && !hasToken(secrets)),
    async create({ config }, parts) {
      const { createPlayground } = await import('./bots/playground/playground.ts');
      return createPlayground(config.playground, parts);
    },
  },
];

export function wantedPlatforms(settings: Settings): readonly Platform[] {
  return platforms.filter(platform => platform.isWanted(settings));
}

function hasToken({ discordToken, telegramToken }: Secrets): boolean {
  return discordToken !== undefined || telegramToken !== undefined;
}

function noToken(name: string, variable: string, next: string): Finding {
  return { id: `${name.toLowerCase()}-token`, label: `${name} bot`, state: 'note', found: `none: ${variable} is not set`, next };
}
