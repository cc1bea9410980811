import type { Bot, BotParts } from './bots/bot.ts';
import type { Config } from './config/load.ts';
import type { Secrets } from './config/secrets.ts';

/** Platforms: the chats that Consonant can live in. To add one: a folder in src/bots/, a line here. Each loads its library only when it is wanted. */
export interface Platform {
  readonly name: string;
  /** Whether it is asked for, and what it cannot do without is there. */
  isWanted(settings: Settings): boolean;
  create(settings: Settings, parts: BotParts): Promise<Bot>;
}

export interface Settings {
  readonly config: Config;
  readonly secrets: Secrets;
}

export const platforms: readonly Platform[] = [
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
