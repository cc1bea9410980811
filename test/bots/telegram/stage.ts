/** Stage: the real Telegram bot with everything real behind it, against the strict loopback Telegram, in a folder of its own. The engine is the one that beeps. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotParts } from '../../../src/bots/bot.ts';
import { createTelegramBot, type TelegramBot, type TelegramOptions } from '../../../src/bots/telegram/telegram.ts';
import { privatePlaceOf } from '../../../src/commands/request.ts';
import { createEngine } from '../../../src/engine/index.ts';
import { writePrint } from '../../../src/engine/print.ts';
import { createLog } from '../../../src/log.ts';
import { createService, type Service } from '../../../src/service.ts';
import type { Cloned, Ear } from '../../../src/voices/enrolling.ts';
import { requestFor } from '../../commands/requests.ts';
import {
  createTelegramServer,
  type Person,
  type ShownMessage,
  type TelegramServer,
  type TelegramServerOptions,
} from '../../servers/telegram/telegram-server.ts';

export const recording = readFileSync(fileURLToPath(new URL('../../../samples/voice-message.ogg', import.meta.url)));

export interface StageOptions {
  readonly server?: TelegramServerOptions;
  readonly bot?: Partial<TelegramOptions>;
  readonly parts?: Partial<BotParts>;
  readonly operators?: readonly string[];
  /** Of an earlier stage: what it left behind is found again. */
  readonly telegram?: TelegramServer;
  readonly folder?: string;
}

export interface Stage extends AsyncDisposable {
  readonly telegram: TelegramServer;
  readonly service: Service;
  readonly bot: TelegramBot;
  readonly folder: string;
  /** Resolves when the bot has ended by itself, with its reason. */
  readonly ended: Promise<Error>;
  logged(): string;
  /** Moves the clock of the service, which counts how much one person asks for; Telegram's stays. */
  pass(minutes: number): void;
  /** Ends bot and service, and leaves Telegram and the folder. */
  stop(patienceSeconds?: number): Promise<void>;
}

const signal = new AbortController().signal;
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Accepts every reading, and makes a voice of the engine's own of it: listening takes long, and is not what is tested here. */
async function createEasyEar(): Promise<(real: Ear) => Ear> {
  const engine = await createEngine('tone');
  const print = writePrint(await engine.design!({ gender: 'female', pitch: 3, speed: 5 }, signal));
  const report = {
    durationSeconds: 12,
    meters: [],
    verdict: 'good',
    values: {},
    notes: [],
  } as unknown as Cloned['reports'][number];
  return real => ({
    ...real,
    async verify() {
      const verification = { method: 'test', scores: {}, thresholds: {} };
      return { accepted: true, verification, fingerprint: createHash('sha512').update(randomBytes(16)).digest() };
    },
    compare: async () => ({ alike: true, score: 1, threshold: 0.5 }),
    clone: async recordings => ({ print, reports: recordings.map(() => report), kept: recordings.map(() => randomBytes(20)) }),
    picture: async () => onePixel,
  });
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const telegram = options.telegram ?? (await createTelegramServer(options.server));
  const isOwn = options.telegram === undefined;
  const running = await createStageFor(telegram, options).catch(async error => {
    if (isOwn) await telegram.close();
    throw error;
  });
  return {
    ...running,
    telegram,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      if (isOwn) await telegram.close();
    },
  };
}

/** The bot and all behind it, for whatever speaks the Bot API there. */
export async function createStageFor(
  server: Pick<TelegramServer, 'apiRoot' | 'token'>,
  options: Omit<StageOptions, 'telegram' | 'server'> = {},
): Promise<Omit<Stage, 'telegram'>> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'consonant-telegram-'));
  const log = createLog({ file: join(folder, 'log') });
  let aheadMs = 0;
  await using building = new AsyncDisposableStack();
  const service = await createService({
    dataFolder: join(folder, 'data'),
    keyFile: join(folder, 'master.key'),
    engine: 'tone',
    operators: options.operators ?? [],
    log,
    warm: false,
    now: () => Date.now() + aheadMs,
    earFor: await createEasyEar(),
  });
  building.defer(() => service.close(0));
  const ended = Promise.withResolvers<Error>();
  const bot = await createTelegramBot(
    { token: server.token, apiRoot: server.apiRoot, ...options.bot },
    {
      dispatcher: service.dispatcher,
      commands: service.commands,
      places: { left: id => service.consent.placeLeft(id), joined: id => service.consent.placeJoined(id) },
      memory: service.memory('telegram'),
      log,
      onFatal: ended.resolve,
      ...options.parts,
    },
  );
  await bot.start();
  building.move();
  let stopped: Promise<void> | undefined;
  /** In the order of src/running.ts. */
  async function end(patienceSeconds: number): Promise<void> {
    await service.queue.drain(patienceSeconds);
    await bot.stop(AbortSignal.timeout(patienceSeconds * 1000));
    await service.close(0);
  }
  const stop = (patienceSeconds = 0) => {
    stopped ??= end(patienceSeconds);
    return stopped;
  };
  return {
    service,
    bot,
    folder,
    ended: ended.promise,
    pass: minutes => {
      aheadMs += minutes * 60_000;
    },
    logged: () => readFileSync(join(folder, 'log'), 'utf8'),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const labelsOf = (message: ShownMessage) => message.buttons.flat().map(({ text }) => text);
export const agreement = 'I am 18 or older and this is my own voice';

/** A voice of nobody for this person, without a word in any chat; returns its id. */
export async function giveVoice({ service }: Stage, person: Person, name: string): Promise<string> {
  const id = personIdOf(person);
  const request = requestFor('design', {
    options: { gender: 'female', name },
    person: { id, name: person.user.first_name, roles: [], isAdmin: true },
    place: { id: privatePlaceOf(id), kind: 'private', name: '' },
  });
  await Array.fromAsync(service.dispatcher.handle(request));
  return service.consent.voicesOf(id).at(-1)!;
}

export const personIdOf = ({ id }: { readonly id: number }) => `telegram:${id}`;

/** From /clone to the last of what is said then. Returns the voice note. */
export async function cloneVoice(person: Person, name: string): Promise<ShownMessage> {
  const chat = person.privateChat;
  person.send(chat, `/clone name:"${name}"`);
  const notice = await chat.waitFor(message => labelsOf(message).includes(agreement));
  person.press(notice, agreement);
  const challenge = await chat.waitFor(message => message.id > notice.id && message.text.startsWith('Read this sentence aloud'));
  person.sendMedia(chat, { kind: 'voice', bytes: recording, durationSeconds: 23 });
  const note = await chat.waitFor(message => message.id > challenge.id && message.isFromBot && message.media?.kind === 'voice');
  await chat.waitFor(message => message.id > note.id && message.text.startsWith('Try /say'));
  return note;
}
