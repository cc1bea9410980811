import { Refusal } from '../../errors.ts';

/** Refusals: what an operator can mend about the connection to Discord. None of them tells anything of the token. */
const portal = 'https://discord.com/developers/applications';

export function tokenRefused(): Refusal {
  return new Refusal(
    'discord-token',
    `Discord does not know this token. Make a new one at ${portal} (your application, Bot, Reset Token), and put it into DISCORD_TOKEN.`,
  );
}

export function intentsRefused(): Refusal {
  return new Refusal(
    'discord-intents',
    'Discord does not let this bot have the intents Guilds and Voice States, which every bot has. Is discord.apiUrl right?',
  );
}

export function endpointSet(): Refusal {
  return new Refusal(
    'discord-endpoint',
    `The application has an "Interactions Endpoint URL", so Discord sends commands there and not to this bot. Empty that field at ${portal} (your application, General Information).`,
  );
}

export function shardingWanted(): Refusal {
  return new Refusal(
    'discord-sharding',
    'The bot is in so many servers that Discord wants it to connect in several processes. Set discord.shards to auto.',
  );
}

export function sessionsUsedUp(): Refusal {
  return new Refusal(
    'discord-sessions',
    'Discord lets this bot connect no more today: it was started too often. Leave it alone for some hours, and find out why it restarts.',
  );
}

export function unreachable(apiUrl: string, code: string): Refusal {
  return new Refusal(
    'discord-unreachable',
    `Discord cannot be reached at ${apiUrl} (${code}). Look at the network of this machine, and at discord.apiUrl.`,
    { values: { apiUrl, code } },
  );
}

export function closedForGood(code: number): Refusal {
  return new Refusal('discord-closed', `Discord has ended the connection for good, with the code ${code}. Update Consonant.`, {
    values: { code },
  });
}

export function placeGone(): Refusal {
  return new Refusal('place-gone', 'The bot can no longer post where you asked.');
}
