/** npm start: the bots whose tokens are in the environment; without any, a demonstration of the engine. See `--help`. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endWithSupervisor } from './bots/discord/shards/own.ts';
import { demonstrate } from './cli/demonstration.ts';
import { runProgram } from './cli/run-program.ts';
import { loadConfig } from './config/load.ts';
import { readSecrets } from './config/secrets.ts';
import { usualConfigFile } from './config/usual-file.ts';
import { Refusal } from './errors.ts';
import { runBots, wantedPlatforms } from './running.ts';
import { runShards, shardsToStart } from './sharding.ts';

const help = `npm start -- [--config FILE] [--demo FOLDER]

Starts the bots whose tokens are in the environment (config/example.env lists the variables): DISCORD_TOKEN, TELEGRAM_TOKEN.
Without a token it clones the voice of a sample message and says two sentences into out/.

  --config FILE   settings (default: config/consonant.yaml of the project, which documents them all)
  --demo FOLDER   the demonstration, into FOLDER, also when there are tokens
  --help          this text

Ctrl-C or SIGTERM ends it: work under way may finish, speech that does not is made after the next start.
`;

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

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
  const config = await loadConfig(file ?? usualConfigFile(), process.env);
  const secrets = await readSecrets(process.env);
  const settings = { config, secrets };
  const shards = await shardsToStart(settings);
  if (shards > 1) return runShards(shards, settings, session);
  if (wantedPlatforms(secrets).length > 0) return runBots(settings, session);
  if (file !== undefined) {
    throw new Refusal(
      'no-platform',
      'No bot to start: neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set. config/example.env says where they come from.',
    );
  }
  await demonstrate(inProject('out'), session);
  return 0;
});

function readWords(): { config?: string; demo?: string; help?: boolean } {
  try {
    const options = { config: { type: 'string' }, demo: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal('usage', `${(error as Error).message} See: npm start -- --help`);
  }
}
