import type { Bot } from './bots/bot.ts';
import type { Session } from './cli/command.ts';
import { requireEngine } from './cli/engine-option.ts';
import { exitCodes } from './cli/failure.ts';
import type { Secrets } from './config/secrets.ts';
import { createLog, type Log } from './log.ts';
import { type Platform, platforms, type Settings } from './platforms.ts';
import { createService, type Service } from './service.ts';

/** Running: the service and its bots from their start to their end, which comes by a signal or when no bot is left. */

/** How long work under way may go on when the program is asked to end. */
const stopSeconds = 20;

export function wantedPlatforms(secrets: Secrets): readonly Platform[] {
  return platforms.filter(platform => platform.isWanted(secrets));
}

/** Resolves with the exit code. Refuses with what is wrong with the settings of a bot; the others do not go on then. */
export async function runBots(settings: Settings, session: Session): Promise<number> {
  const log = createLog(settings.config.log);
  const { value: service } = await session.progress.step('starting the voice engine', () => startService(settings, log));
  if (service.warning) say(service.warning);
  const bots: StartedBot[] = [];
  try {
    for (const platform of wantedPlatforms(settings.secrets)) {
      session.signal.throwIfAborted();
      const { value } = await session.progress.step(`starting ${platform.name}`, () =>
        startBot(platform, settings, { service, log, signal: session.signal }),
      );
      bots.push(value);
    }
    await Promise.race([aborted(session.signal), Promise.all(bots.map(({ end }) => end))]);
  } finally {
    await stopAll(bots, service);
  }
  return session.signal.aborted ? 0 : exitCodes.badInput;
}

interface StartedBot {
  readonly bot: Bot;
  /** Resolves when it has stopped by itself. */
  readonly end: Promise<void>;
}

async function startBot(
  platform: Platform,
  settings: Settings,
  { service, log, signal }: { readonly service: Service; readonly log: Log; readonly signal: AbortSignal },
): Promise<StartedBot> {
  const end = Promise.withResolvers<void>();
  const bot = await platform.create(settings, {
    dispatcher: service.dispatcher,
    commands: service.commands,
    places: { left: id => service.consent.placeLeft(id), joined: id => service.consent.placeJoined(id) },
    memory: service.memory(platform.name),
    log: log.child({ platform: platform.name }),
    onFatal(reason) {
      log.error('bot-ended', { platform: platform.name, error: reason });
      say(`${platform.name} has stopped: ${reason.message}`);
      end.resolve();
    },
  });
  await startUnless(signal, bot);
  void service.answerOwed(bot).catch(error => log.error('owed', { platform: platform.name, error }));
  return { bot, end: end.promise };
}

/** Whoever asks for the end does not wait for a chat that cannot be reached. */
async function startUnless(signal: AbortSignal, bot: Bot): Promise<void> {
  const onAbort = () => void bot.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await bot.start();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function startService({ config, secrets }: Settings, log: Log): Promise<Service> {
  const { data, engine, operators } = config;
  return createService({
    dataFolder: data.folder,
    ledgerUrl: data.ledger,
    storesUrl: data.store,
    keyFile: data.keyFile,
    masterKey: secrets.masterKey,
    engine: requireEngine(engine.id),
    verifier: engine.verifier,
    speechModels: engine.speechModels,
    warm: engine.warm,
    operators,
    log,
  });
}

/** The queue first: what it ends for want of time stays in its journal and is answered after the next start; what a bot cancels does not. */
async function stopAll(bots: readonly StartedBot[], service: Service): Promise<void> {
  const patience = AbortSignal.timeout(stopSeconds * 1000);
  await service.queue.drain(stopSeconds);
  await Promise.allSettled(bots.map(({ bot }) => bot.stop(patience)));
  await service.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
