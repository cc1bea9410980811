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

export const platforms: readonly Platform[] = [
  {
    name: 'telegram',
    isWanted: ({ telegramToken }) => telegramToken !== undefined,
    async create({ config, secrets }, parts) {
      const { createTelegramBot } = await import('./bots/telegram/telegram.ts');
      return createTelegramBot(
        { ...config.telegram, token: secrets.telegramToken!, webhookSecret: secrets.telegramWebhookSecret },
        parts,
      );
    },
  },
];
