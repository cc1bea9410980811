import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnyCommand } from '../../commands/command.ts';
import type { Dispatcher } from '../../commands/dispatch.ts';
import type { Request, VoiceMessage } from '../../commands/request.ts';
import { Refusal } from '../../errors.ts';
import type { Bot } from '../bot.ts';
import { type Channel, createChannel, type Pace, realPace } from '../local/channel.ts';
import { parseWords } from '../local/parse-words.ts';
import { createWorld, type World } from '../local/world.ts';
import { untilAborted } from '../until-aborted.ts';
import { type Line, type ParsedLine, parseLine, syntax } from './parse-line.ts';
import { createScreen } from './screen.ts';

/** Console bot: a platform on a terminal: several named people in several named places, for development without tokens and for tests. */
export interface ConsoleBot extends Bot {
  /** Does what a line says; resolves when all of it was said, or at once for a line in the background. */
  feed(text: string): Promise<void>;
  /** Whether somebody has typed "quit". */
  readonly isOver: boolean;
  /** "ada@den> ", for a terminal. */
  readonly prompt: string;
  /** Left out, `patience` is over: what is under way is cancelled at once, else when that aborts. */
  stop(patience?: AbortSignal): Promise<void>;
}

export interface ConsoleOptions {
  readonly dispatcher: Dispatcher;
  readonly commands: readonly AnyCommand[];
  readonly write: (text: string) => void;
  /** Folder for notes, cards and files. */
  readonly out: string;
  readonly now?: () => number;
  readonly pace?: Pace;
  readonly locale?: string;
  readonly isTerminal?: boolean;
}

/** What a request is about, and what of it differs from the usual. */
type Facts = Pick<Request, 'command' | 'options'> & Partial<Request>;

export const consoleDefaults = { person: 'ada', place: 'den', locale: 'en', maximumFileBytes: 25_000_000 } as const;

export function createConsoleBot(options: ConsoleOptions): ConsoleBot {
  const { dispatcher, commands, now = Date.now } = options;
  const world = createWorld({ platform: 'console', locale: options.locale ?? consoleDefaults.locale });
  const screen = createScreen({
    write: options.write,
    out: options.out,
    isTerminal: options.isTerminal ?? false,
    personName: id => world.directory.personName(id),
  });
  const stop = new AbortController();
  const channels = new Map<string, Channel>();
  /** What was asked and is not answered yet. */
  const underWay = new Set<Promise<void>>();
  const session = randomBytes(4).toString('hex');
  let requests = 0;
  let person: string = consoleDefaults.person;
  let place: string = consoleDefaults.place;
  let isOver = false;

  function channelOf(name: string): Channel {
    const { id } = world.place(name, person);
    const made =
      channels.get(id) ??
      createChannel({
        name: `the voice channel of ${name}`,
        pace: options.pace ?? realPace,
        onEvent: event => screen.channel(name, event),
      });
    channels.set(id, made);
    return made;
  }

  function request(facts: Facts): Request {
    const here = world.place(place, person);
    return {
      id: `console:${session}:${++requests}`,
      person: world.personIn(person, here),
      place: here,
      locale: world.locale(person),
      address: here.id,
      ...(here.kind === 'group' ? { playback: channelOf(place) } : {}),
      directory: world.directory,
      signal: stop.signal,
      ...facts,
    };
  }

  /** Resolves when all was said, also that something could not be. */
  function ask(facts: Facts, onFirst = () => {}): Promise<void> {
    const work = answer(facts, onFirst)
      .catch(tell)
      .finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  }

  async function answer(facts: Facts, onFirst: () => void): Promise<void> {
    const asker = person;
    for await (const reply of dispatcher.handle(request(facts))) {
      await screen.show(reply, asker);
      if (reply.kind !== 'progress') onFirst();
    }
  }

  /** Goes on when there is a first answer. */
  async function askInBackground(facts: Facts): Promise<void> {
    const first = Promise.withResolvers<void>();
    await Promise.race([ask(facts, first.resolve), first.promise]);
  }

  function tell(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    screen.say(error.message);
  }

  async function command({ name, words, inBackground }: Extract<Line, { kind: 'command' }>): Promise<void> {
    const found = commands.find(one => one.name === name);
    const { options: values, file } = parseWords(words, found, world);
    const message =
      file === undefined ? {} : { message: await messageFrom({ path: file, forwarded: false, author: person }, { world, now }) };
    await (inBackground ? askInBackground : ask)({ command: name, options: values, ...message });
  }

  const doers: { readonly [Kind in Line['kind']]: (line: Extract<Line, { kind: Kind }>) => unknown } = {
    nothing: () => {},
    command,
    press({ which }) {
      const button = screen.button(which);
      return button ? ask({ command: '', options: {}, action: button.action }) : screen.say('There is no such button.');
    },
    async voice({ path, forwarded, of }) {
      const message = await messageFrom({ path, forwarded, author: of ?? person }, { world, now });
      await ask({ command: 'clone', options: {}, message });
    },
    as: line => {
      person = line.person;
    },
    in: line => {
      place = line.place;
    },
    admin: line => world.makeAdmin(line.person, line.place, line.isAdmin),
    role: line => world.giveRole(line.person, line.place, line),
    speaks: line => world.setLocale(line.person, line.locale),
    channel(line) {
      const { id } = world.person(line.person);
      if (line.isIn) channelOf(place).enter(id);
      else channelOf(place).exit(id);
    },
    wait: () => Promise.all(underWay),
    help: () => screen.say(syntax),
    quit: () => {
      isOver = true;
    },
    unknown: () => screen.say('That is no line that the console understands. Type ? to see those that are.'),
  };

  async function feed(text: string): Promise<void> {
    const parsed: ParsedLine = parseLine(text);
    person = parsed.person ?? person;
    place = parsed.place ?? place;
    world.person(person);
    try {
      await (doers[parsed.line.kind] as (line: Line) => unknown)(parsed.line);
    } catch (error) {
      tell(error);
    }
  }

  return {
    platform: 'console',
    feed,
    get isOver() {
      return isOver;
    },
    get prompt() {
      return `${person}@${place}> `;
    },
    async start() {},
    directory: world.directory,
    deliver: (_address, reply, personId) =>
      screen.show(reply, world.directory.personName(personId) ?? personId.replace(/^console:/, '')),
    async stop(patience = AbortSignal.abort()) {
      await untilAborted(patience, Promise.allSettled(underWay));
      stop.abort(new Refusal('shutting-down', 'The bot is stopping.'));
      for (const channel of channels.values()) channel.stop();
      await Promise.all(underWay);
    },
  };
}

/** Refuses what is not a file, at once; it is read when somebody asks for its bytes. */
async function messageFrom(
  { path, forwarded, author }: { readonly path: string; readonly forwarded: boolean; readonly author: string },
  { world, now }: { readonly world: World; readonly now: () => number },
): Promise<VoiceMessage> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts?.isFile()) throw new Refusal('file-missing', `There is no file "${path}". Give the path of a recording.`);
  if (facts.size > consoleDefaults.maximumFileBytes)
    throw new Refusal('file-too-large', `"${path}" is too large for a voice message.`);
  return {
    authorId: world.person(author).id,
    forwarded,
    sentAtMs: now(),
    name: basename(path),
    sizeBytes: facts.size,
    download: signal => readFile(path, { signal }),
  };
}

export interface RunOptions {
  /** Ends the reading, and resolves when the line under way has been done. */
  readonly signal: AbortSignal;
  /** Of a terminal: sees who and where before each line. */
  readonly write?: (text: string) => void;
}

/** Feeds line by line, one after another, until the input ends or somebody quits. */
export async function runConsole(bot: ConsoleBot, input: NodeJS.ReadableStream, { signal, write }: RunOptions): Promise<void> {
  if (signal.aborted) return;
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal });
  write?.(bot.prompt);
  for await (const line of lines) {
    // Lines that were read ahead still come after the end of the reading.
    if (signal.aborted) break;
    await bot.feed(line);
    if (bot.isOver) break;
    write?.(bot.prompt);
  }
  lines.close();
  await bot.feed('wait');
}
