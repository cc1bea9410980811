/** Commands bot: starts the commands process against a loopback Discord, and asks it what it needs. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDiscordServer, type DiscordServer } from '../../test/servers/discord/discord-server.ts';
import type { Usage } from './commands-process.ts';

export interface CommandsBot extends AsyncDisposable {
  readonly discord: DiscordServer;
  usage(): Promise<Usage>;
  pass(): Promise<void>;
}

export async function startCommandsBot(engine: string): Promise<CommandsBot> {
  const discord = await createDiscordServer();
  const folder = mkdtempSync(join(tmpdir(), 'consonant-bench-'));
  const program = fileURLToPath(new URL('commands-process.ts', import.meta.url));
  const child = fork(program, [folder, discord.apiUrl, discord.app.token, engine]);
  const ended = once(child, 'exit');

  async function ask(question: string): Promise<unknown> {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0];
  }

  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('The bot process ended before it was ready.');
    }),
  ]);
  return {
    discord,
    usage: () => ask('usage') as Promise<Usage>,
    pass: async () => void (await ask('pass')),
    async [Symbol.asyncDispose]() {
      child.send('stop');
      await ended;
      await discord.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
