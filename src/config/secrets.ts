import { readFile } from 'node:fs/promises';
import { Refusal } from '../errors.ts';

/**
 * Secrets: from the environment only, or from files that it names (DISCORD_TOKEN_FILE), as container systems mount them; never from the
 * configuration, which people show to each other.
 */
export interface Secrets {
  readonly discordToken?: string;
  readonly telegramToken?: string;
  /** What Telegram's calls to the webhook must carry. */
  readonly telegramWebhookSecret?: string;
  /** Base64 of 32 bytes. */
  readonly masterKey?: string;
}

const variables: Readonly<Record<keyof Secrets, string>> = {
  discordToken: 'DISCORD_TOKEN',
  telegramToken: 'TELEGRAM_TOKEN',
  telegramWebhookSecret: 'TELEGRAM_WEBHOOK_SECRET',
  masterKey: 'CONSONANT_MASTER_KEY',
};

/** Refuses with 'secret-file' and 'secret-twice', and tells nothing of the secret. */
export async function readSecrets(environment: Readonly<Record<string, string | undefined>>): Promise<Secrets> {
  const found: Partial<Record<keyof Secrets, string>> = {};
  for (const [name, variable] of Object.entries(variables) as [keyof Secrets, string][]) {
    const value = await readSecret(variable, environment);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

async function readSecret(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const own = environment[variable]?.trim() || undefined;
  const file = environment[`${variable}_FILE`] || undefined;
  if (file === undefined) return own;
  const values = { variable, file };
  if (own !== undefined)
    throw new Refusal('secret-twice', `Both ${variable} and ${variable}_FILE are set. Keep one of them.`, { values });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('secret-file', `${variable}_FILE names "${file}", which cannot be read (${error.code}).`, { values });
  });
  if (text.trim() === '') throw new Refusal('secret-file', `${variable}_FILE names "${file}", which is empty.`, { values });
  return text.trim();
}
