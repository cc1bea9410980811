import { resolve } from 'node:path';
import type { Bot } from './bots/bot.ts';
import type { Session } from './cli/command.ts';
import { requireEngine } from './cli/engine-option.ts';
import { exitCodes } from './cli/failure.ts';
import { createLog, type Log, type LogOptions } from './log.ts';
import { createOperating } from './operating.ts';
import type { Meters } from './operation/meters.ts';
import type { OperationServer } from './operation/server.ts';
import { type Platform, type Settings, wantedPlatforms } from './platforms.ts';
import { createService, type Service } from './service.ts';

/** Running: the service and its bots from their start to their end, which comes by a signal or when no bot is left. */

/** How long work under way may go on when the program is asked to end. */
const stopSeconds = 20;

/** Resolves with the exit code. Refuses with what is wrong with the settings of a bot; the others do not go on then. */
export async function runBots(settings: Settings, session: Session): Promise<number> {
  const log = createLog(logOptions(settings.config));
  const operating = createOperating(settings.config);
  const { value: service } = await session.progress.step('starting the voice engine', () =>
    startService(settings, log, operating.meters),
  );
  if (service.warning) say(service.warning);
  const wanted = wantedPlatforms(settings);
  const bots: StartedBot[] = [];
  let told: OperationServer | undefined;
  try {
    told = await operating.start({ service, bots: () => wanted.map(({ name }) => stateOf(name, bots)) });
    for (const platform of wanted) {
      session.signal.throwIfAborted();
      const { value } = await session.progress.step(`starting ${platform.name}`, () =>
        startBot(platform, settings, { service, log, signal: session.signal }),
      );
      bots.push(value);
    }
    for (const { bot } of bots) if (bot.greeting !== undefined) process.stdout.write(`${bot.greeting}\n`);
    await Promise.race([aborted(session.signal), Promise.all(bots.map(({ end }) => end))]);
  } finally {
    await stopAll(bots, service);
    await told?.close();
  }
  return session.signal.aborted ? 0 : exitCodes.badInput;
}

interface StartedBot {
  readonly bot: Bot;
  readonly isUp: () => boolean;
  /** Resolves when it has stopped by itself. */
  readonly end: Promise<void>;
}

function stateOf(platform: string, started: readonly StartedBot[]) {
  const found = started.find(({ bot }) => bot.platform === platform);
  return { platform, isUp: found?.isUp() ?? false, voiceConnections: found?.bot.voiceConnections ?? 0 };
}

async function startBot(
  platform: Platform,
  settings: Settings,
  { service, log, signal }: { readonly service: Service; readonly log: Log; readonly signal: AbortSignal },
): Promise<StartedBot> {
  const end = Promise.withResolvers<void>();
  let isUp = true;
  const bot = await platform.create(settings, {
    dispatcher: service.dispatcher,
    commands: service.commands,
    places: { left: id => service.consent.placeLeft(id), joined: id => service.consent.placeJoined(id) },
    offerDemoVoice: (wish, signal) => service.offerDemoVoice(wish, signal),
    memory: service.memory(platform.name),
    log: log.child({ platform: platform.name }),
    onFatal(reason) {
      log.error('bot-ended', { platform: platform.name, error: reason });
      say(`${platform.name} has stopped: ${reason.message}`);
      isUp = false;
      end.resolve();
    },
  });
  await startUnless(signal, bot);
  void service.answerOwed(bot).catch(error => log.error('owed', { platform: platform.name, error }));
  return { bot, isUp: () => isUp, end: end.promise };
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

/** On a terminal its lines would stand between what people are told. */
function logOptions({ log, data }: Settings['config']): LogOptions {
  return log.file === undefined && process.stderr.isTTY ? { ...log, file: `${resolve(data.folder)}.log` } : log;
}

function startService({ config, secrets }: Settings, log: Log, meters: Meters | undefined): Promise<Service> {
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
    computing: engine,
    warm: engine.warm,
    onNote: say,
    operators,
    log,
    ...(meters ? { meters } : {}),
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
