/**
 * Sharding: Discord in several processes, each with its own part of the servers, its own engine and its own folder of data; what they
 * decide about consent and what they keep they share through servers. Telegram, which has no such parts, runs in the first of them.
 */
import { fileURLToPath } from 'node:url';
import { ownShard } from './bots/discord/shards/own.ts';
import type { Session } from './cli/command.ts';
import type { Config } from './config/load.ts';
import { Refusal } from './errors.ts';
import { createLog } from './log.ts';
import type { Settings } from './platforms.ts';

/** How many processes there are to be beside this one; 1: none, this one does it. Refuses with 'shards-need-servers', 'discord-*'. */
export async function shardsToStart({ config, secrets }: Settings): Promise<number> {
  const { shards, apiUrl } = config.discord;
  const { discordToken: token } = secrets;
  if (token === undefined || shards === 1 || ownShard(process.env)) return 1;
  const { recommendedShards } = await import('./bots/discord/shards/count.ts');
  const count = shards === 'auto' ? await recommendedShards({ token, apiUrl }) : shards;
  if (count > 1) requireServers(config, count);
  return count;
}

/** Resolves with the exit code. */
export async function runShards(count: number, { config, secrets }: Settings, session: Session): Promise<number> {
  const { superviseShards } = await import('./bots/discord/shards/supervise.ts');
  process.stderr.write(`Discord in ${count} processes, each with its data in ${config.data.folder}/shard-N.\n`);
  return superviseShards({
    program: fileURLToPath(new URL('main.ts', import.meta.url)),
    words: process.argv.slice(2),
    count,
    token: secrets.discordToken!,
    dataFolder: config.data.folder,
    log: createLog(config.log),
    signal: session.signal,
  });
}

/** A file of SQLite is for one process. */
function requireServers({ data }: Config, count: number): void {
  const wanted = [
    { name: 'data.ledger', value: data.ledger, servers: /^postgres(?:ql)?:/, example: 'postgres://...' },
    { name: 'data.store', value: data.store, servers: /^(?:postgres(?:ql)?|rediss?):/, example: 'redis://... or postgres://...' },
  ];
  const missing = wanted.filter(({ value, servers }) => value === undefined || !servers.test(value));
  if (missing.length === 0) return;
  const settings = missing.map(({ name, example }) => `${name} (${example})`).join(' and ');
  throw new Refusal(
    'shards-need-servers',
    `discord.shards asks for ${count} processes, which have to share what they know through servers. Set ${settings}, or discord.shards to 1.`,
    { values: { count, settings } },
  );
}
