/** npm start: the bots whose tokens are in the environment; without any, the playground in a browser. See `--help`. */
import { parseArgs } from 'node:util';
import { endWithSupervisor } from './bots/discord/shards/own.ts';
import type { Session } from './cli/command.ts';
import { demonstrate } from './cli/demonstration.ts';
import { runProgram } from './cli/run-program.ts';
import { loadConfig } from './config/load.ts';
import { readSecrets } from './config/secrets.ts';
import { usualConfigFile } from './config/usual-file.ts';
import { Refusal } from './errors.ts';
import { type Settings, wantedPlatforms } from './platforms.ts';
import { runReloading } from './reloading.ts';
import { runBots } from './running.ts';
import { runShards, shardsToStart } from './sharding.ts';

const help = `npm start -- [--config FILE] [--demo FOLDER]

Starts the bots whose tokens are in the environment (config/example.env lists the variables): DISCORD_TOKEN, TELEGRAM_TOKEN.
Without a token it opens the playground: a chat with the bot in a browser on this machine, with nothing to register or download.

  --config FILE   settings (default: config/consonant.yaml of the project, which documents them all)
  --demo FOLDER   instead: clones the voice of a sample message and says two sentences into FOLDER
  --help          this text

Ctrl-C or SIGTERM ends it: work under way may finish, speech that does not is made after the next start.
SIGHUP reads the settings again: where they are right, everything ends in good order and begins anew with them.
`;

await runProgram(async session => {
  // The terminal, or what runs services, may have asked already; a second request would not let it finish.
  endWithSupervisor(() => session.signal.aborted || process.kill(process.pid, 'SIGTERM'));
  const { config: file, demo, help: wantsHelp } = readWords();
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  if (demo !== undefined) {
    await demonstrate(demo, session);
    return 0;
  }
  const read = async () => ({
    config: await loadConfig(file ?? usualConfigFile(), process.env),
    secrets: await readSecrets(process.env),
  });
  return runReloading(read, run, session);
});

async function run(settings: Settings, session: Session): Promise<number> {
  const shards = await shardsToStart(settings);
  if (shards > 1) return runShards(shards, settings, session);
  if (wantedPlatforms(settings).length > 0) return runBots(settings, session);
  throw new Refusal(
    'no-platform',
    'Nothing to start: neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set (config/example.env says where they come from), and ' +
      'playground.start is "never".',
  );
}

function readWords(): { config?: string; demo?: string; help?: boolean } {
  try {
    const options = { config: { type: 'string' }, demo: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal('usage', `${(error as Error).message} See: npm start -- --help`);
  }
}
