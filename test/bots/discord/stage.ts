/** Stage: the real Discord bot with everything real behind it and the loopback Discord before it; people who can read aloud; one server, "Den". */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIApplicationCommand, PermissionFlagsBits as Flags } from 'discord.js';
import { encodeWav } from '../../../src/audio/wav.ts';
import type { Bot } from '../../../src/bots/bot.ts';
import { createDiscordBot } from '../../../src/bots/discord/create-discord-bot.ts';
import { createLog } from '../../../src/log.ts';
import { createService, type Service } from '../../../src/service.ts';
import type { Ear } from '../../../src/voices/enrolling.ts';
import { personSays } from '../../engine/mynah/person.ts';
import {
  type App,
  type Channel,
  createDiscordServer,
  type DiscordServer,
  type DiscordServerOptions,
  type Guild,
  type GuildChannel,
  type Interaction,
  type Person,
  type SeenMessage,
  type Upload,
} from '../../servers/discord/discord-server.ts';
import { createWaits } from '../../servers/discord/voice/waits.ts';
import { createLeapingClock } from './leaping-clock.ts';

export interface StageOptions extends DiscordServerOptions {
  /** Of the bot in the server; what everyone there may do comes to it. */
  readonly permissions?: bigint;
  readonly progressMs?: number;
  /** By their names. */
  readonly operators?: readonly string[];
}

export interface Stage extends AsyncDisposable {
  readonly discord: DiscordServer;
  readonly app: App;
  readonly guild: Guild;
  readonly channel: GuildChannel;
  readonly ada: Person;
  readonly bob: Person;
  readonly service: Service;
  readonly bot: Bot;
  readonly folder: string;
  /** What the bot gave up for. */
  readonly fatal: Error[];
  /** Places that were left and joined, in turn. */
  readonly places: readonly string[];
  /** Of what the bot tells the program. */
  until(isTrue: () => boolean, what: () => string): Promise<void>;
  /** Discord's clock goes ahead, and the bot's: nobody has asked for anything lately. */
  later(minutes: number): void;
  /** Everything that was logged. */
  log(): string;
  /** Stops bot and service, and starts them anew on the same folder. */
  restart(): Promise<void>;
  /** A voice of nobody's, without words. */
  design(person: Person, name: string): Promise<void>;
}

/** A recording in which somebody says it. */
export async function readAloud(text: string): Promise<Upload> {
  const { samples, sampleRateHz } = await personSays(text, { factor: 1.15 });
  const bytes = encodeWav({ samples: samples.map(sample => sample * 0.9), sampleRateHz });
  read.set(hashOf(bytes), text);
  return { filename: 'reading.wav', contentType: 'audio/wav', bytes };
}

const read = new Map<string, string>();
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Hears what was read aloud here, and nothing else; everything but the judgement is the engine's. */
function knowingEar(real: Ear): Ear {
  return {
    ...real,
    async verify({ source }, { statement, words }) {
      const accepted = read.get(hashOf(source)) === `${statement} ${words.join(', ')}.`;
      const verification = { method: 'test', scores: {}, thresholds: {} };
      const fingerprint = createHash('sha512').update(source).digest();
      return { accepted, verification, fingerprint, ...(accepted ? {} : { reason: 'words-differ', advice: 'Read all of it.' }) };
    },
  };
}

/** What the invite link asks for. */
export const botPermissions =
  Flags.ViewChannel |
  Flags.SendMessages |
  Flags.SendMessagesInThreads |
  Flags.SendVoiceMessages |
  Flags.AttachFiles |
  Flags.ReadMessageHistory |
  Flags.Connect |
  Flags.Speak;

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-discord-'));
  mkdirSync(join(folder, 'keys'), { mode: 0o700 });
  const clock = createLeapingClock();
  const discord = await createDiscordServer({ clock, responseDeadlineMs, ...options });
  const { app } = discord;
  const ada = discord.createPerson({ name: 'Ada' });
  const bob = discord.createPerson({ name: 'Bob' });
  const guild = discord.createGuild({ name: 'Den', owner: ada });
  guild.addMember(bob);
  guild.addBot({ permissions: options.permissions ?? botPermissions });
  const channel = guild.createTextChannel({ name: 'lobby' });
  const fatal: Error[] = [];
  const waits = createWaits();
  const places: string[] = [];
  const tell = async (what: 'left' | 'joined', id: string, change: Promise<void>) => {
    await change;
    places.push(`${what} ${id}`);
    waits.changed();
  };

  async function start() {
    const log = createLog({ file: join(folder, 'log') });
    const service = await createService({
      dataFolder: join(folder, 'data'),
      keyFile: join(folder, 'keys', 'master.key'),
      engine: 'tone',
      operators: (options.operators ?? []).map(name => `discord:${{ Ada: ada, Bob: bob }[name]!.id}`),
      log,
      now: clock.now,
      warm: false,
      earFor: knowingEar,
    });
    const bot = createDiscordBot(
      {
        token: app.token,
        apiUrl: discord.apiUrl,
        mediaHosts: [discord.host],
        idleMinutes: 5,
        progressMs: options.progressMs ?? 20,
      },
      {
        dispatcher: service.dispatcher,
        commands: service.commands,
        places: {
          left: id => tell('left', id, service.consent.placeLeft(id)),
          joined: id => tell('joined', id, service.consent.placeJoined(id)),
        },
        memory: service.memory('discord'),
        log,
        now: clock.now,
        onFatal(reason) {
          fatal.push(reason);
          waits.changed();
        },
      },
    );
    await bot.start();
    return { service, bot };
  }

  let running = await start();

  async function stop(): Promise<void> {
    await running.service.queue.drain(0);
    await running.bot.stop(AbortSignal.timeout(5_000));
    await running.service.close(0);
  }

  const stage: Stage = {
    discord,
    app,
    guild,
    channel,
    ada,
    bob,
    folder,
    fatal,
    places,
    until: waits.until,
    get service() {
      return running.service;
    },
    get bot() {
      return running.bot;
    },
    later: clock.leap,
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    async restart() {
      await stop();
      running = await start();
      await running.service.answerOwed(running.bot);
    },
    async design(person, name) {
      const asked = person.run(channel, 'design', { gender: 'female', name });
      await asked.followUp(0, { withinMs });
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await discord.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** Discord gives three seconds; no test here is about how fast the machine is. */
const responseDeadlineMs = 60_000;

/** In real time; for a machine with a lot else to do. */
export const withinMs = 60_000;

/** Something that comes to be at Discord. */
export function seen<T>(
  { discord }: Stage,
  look: () => T | undefined | null | false,
  what = 'what the test waits for',
): Promise<T> {
  return discord.seen(look, { withinMs, what });
}

/** The answer to an interaction as its person sees it, once it says this. */
export function saying({ discord }: Stage, asked: Interaction, text: RegExp): Promise<SeenMessage> {
  const look = () => asked.messages().find(message => text.test(message.content));
  return discord.seen(look, { withinMs, what: `the answer ${text}` });
}

/** What is in a channel for everyone, once it is there. */
export function shown({ discord }: Stage, channel: Channel, isIt: (message: SeenMessage) => boolean): Promise<SeenMessage> {
  return discord.seen(() => channel.messages().find(isIt), { withinMs, what: 'the message for everyone' });
}

/** Nothing is left that says that an answer comes. */
export function settled({ discord }: Stage, person: Person, channel: Channel): Promise<true> {
  const isOpen = ({ isThinking, content }: SeenMessage) => isThinking || /^(?:Speaking|Waiting): /.test(content);
  return discord.seen(() => !person.sees(channel).some(isOpen), { withinMs, what: 'the end of the thinking' });
}

/** Nothing that Discord would have refused was tried, but for what a test expects. */
export function unexpected({ discord }: Stage, expected: readonly number[] = []): unknown[] {
  return discord.violations.filter(({ code }) => !expected.includes(code));
}

export function labels({ buttons }: SeenMessage): string[] {
  return buttons.map(({ label }) => label);
}

export function named(commands: readonly APIApplicationCommand[], name: string): APIApplicationCommand {
  return commands.find(command => command.name === name)!;
}
