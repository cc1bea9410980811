import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ConsoleBot, createConsoleBot, runConsole } from '../bots/console/console.ts';
import { createOutFolder } from '../bots/console/out-folder.ts';
import { defaultEngine } from '../engine/index.ts';
import { createLog } from '../log.ts';
import { createService, type Service } from '../service.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { addEngineOption, collect, requireEngine } from './engine-option.ts';

interface Options {
  readonly data: string;
  readonly ledger?: string;
  readonly store?: string;
  readonly engine: string;
  readonly out: string;
  readonly locale: string;
  readonly operator?: readonly string[];
  readonly log?: string;
  readonly warm: boolean;
}

/** How long work under way may go on when the program is asked to end. */
const stopSeconds = 5;

export const consoleCommand: CliCommand = {
  name: 'console',
  summary: 'talk with the bot here, as several people in several places, without any token',
  details:
    'Reads lines from stdin and answers on stdout; with everything real behind it: consent, ledger, encrypted voices, queue, engine. ' +
    'Type ? to see how lines are written, /help for the commands of the bot. Notes and files are written into the output folder. ' +
    `Ctrl-C or SIGTERM ends it with exit code 0: work under way may finish within ${stopSeconds} s, speech that does not is made after the next start.`,
  examples: ['console', 'console --data /tmp/try --operator olga', 'console --engine tone < dialogue.txt'],

  declare(command) {
    command
      .option('--data <folder>', 'where voices and consent are kept', 'data')
      .option('--ledger <url>', 'the ledger elsewhere: a file, or postgres://...')
      .option('--store <url>', 'the stores elsewhere: a file, redis://... or postgres://...')
      .option('--out <folder>', 'where voice notes, pictures and files are written', 'out')
      .option('--locale <tag>', 'language of the people, as en or de', 'en')
      .option('--operator <name>', 'a person who runs the bot; may be given several times', collect)
      .option('--log <file>', 'where the log goes, beside the data folder if left out; it holds no text, name or sound')
      .option('--no-warm', 'get the speech recognition ready with the first recording, rather than at the start');
    addEngineOption(command, { purpose: 'what speaks', fallback: defaultEngine });
  },

  async run(command: Command, session: Session): Promise<Result> {
    const options = command.opts<Options>();
    const data = resolve(options.data);
    await createOutFolder(options.out).prepare();
    const log = createLog({ file: options.log ?? `${data}.log` });
    const { value: service } = await session.progress.step('starting', () =>
      createService({
        dataFolder: data,
        ...(options.ledger ? { ledgerUrl: options.ledger } : {}),
        ...(options.store ? { storesUrl: options.store } : {}),
        ...(process.env.CONSONANT_MASTER_KEY ? { masterKey: process.env.CONSONANT_MASTER_KEY } : {}),
        engine: requireEngine(options.engine),
        operators: (options.operator ?? []).map(name => `console:${name.toLowerCase()}`),
        log,
        warm: options.warm,
      }),
    );
    if (service.warning) process.stderr.write(`${service.warning}\n`);
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const write = (text: string) => void process.stdout.write(text);
    const bot = createConsoleBot({
      dispatcher: service.dispatcher,
      commands: service.commands,
      write,
      out: options.out,
      locale: options.locale,
      isTerminal,
    });
    const owed = service.answerOwed(bot).catch(error => log.error('owed', { error }));
    const { signal } = session;
    let stopping: Promise<void> | undefined;
    const onStop = () => {
      stopping = endWork(bot, service);
    };
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    try {
      if (isTerminal) write('Type /help for what the bot does, ? for how lines are written, quit to end.\n');
      await runConsole(bot, process.stdin, { signal, ...(isTerminal ? { write } : {}) });
      await owed;
    } finally {
      signal.removeEventListener('abort', onStop);
      await (stopping ?? bot.stop());
      await service.close();
    }
    return { text: 'Good-bye.', json: { data } };
  },
};

/** The queue first: what it ends for want of time stays in its journal and is answered after the next start; what a request cancels does not. */
async function endWork(bot: ConsoleBot, { queue }: Service): Promise<void> {
  const patience = AbortSignal.timeout(stopSeconds * 1000);
  await queue.drain(stopSeconds);
  await bot.stop(patience);
}
