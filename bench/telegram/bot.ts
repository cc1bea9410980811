/** Bot: starts the bot process against a loopback Telegram, and asks it what it needs. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTelegramServer, type TelegramServer } from '../../test/servers/telegram/telegram-server.ts';
import type { MemoryHeld, Usage } from './bot-process.ts';

export interface MeasuredBot extends AsyncDisposable {
  readonly telegram: TelegramServer;
  usage(): Promise<Usage>;
  memory(): Promise<MemoryHeld>;
  /** Ten minutes for what counts how much a person asks for. */
  pass(): Promise<void>;
}

export async function startBot(engine: string): Promise<MeasuredBot> {
  const telegram = await createTelegramServer({ limits: true });
  const folder = mkdtempSync(join(tmpdir(), 'consonant-bench-'));
  const program = fileURLToPath(new URL('bot-process.ts', import.meta.url));
  const child = fork(program, [folder, telegram.apiRoot, telegram.token, engine], { execArgv: ['--max-semi-space-size=8'] }); // as npm start does
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
    telegram,
    usage: () => ask('usage') as Promise<Usage>,
    memory: () => ask('memory') as Promise<MemoryHeld>,
    pass: async () => void (await ask('pass')),
    async [Symbol.asyncDispose]() {
      child.send('stop');
      await ended;
      await telegram.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
