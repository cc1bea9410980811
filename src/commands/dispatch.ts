import { randomBytes } from 'node:crypto';
import type { PersonId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Press } from './action.ts';
import { languageFor, textsIn } from './catalogues.ts';
import type { AnyCommand, Tools } from './command.ts';
import type { Flood } from './flood.ts';
import { createMemory } from './memory.ts';
import { parseOptions } from './parse-options.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';
import { type Suggestion, suggest } from './suggest.ts';
import type { Texts } from './texts.ts';

/**
 * Dispatcher: what every bot hands its requests to. A request is answered once, however often its platform delivers it; whatever goes
 * wrong becomes a reply in the person's language: a Refusal as its advice, a bug as "something broke" with the id that the log has.
 */
export interface Dispatcher {
  /** Ends when all has been said; never throws. */
  handle(request: Request): AsyncIterable<Reply>;
  /** For the menu of one option, while it is typed: at most 25. Never throws. */
  complete(request: Request, option: string, typed: string): Promise<readonly Suggestion[]>;
  /** In the language that a request is answered in, for what a bot has to say of its own. Never throws. */
  textsFor(request: Pick<Request, 'person' | 'place' | 'locale'>): Promise<Texts>;
  /** Requests under way. */
  readonly open: number;
}

export interface DispatcherParts extends Omit<Tools, 'texts' | 'isOperator' | 'textsFor' | 'trace'> {
  /** {@link Tools.trace}, and who asks. */
  trace(personId: PersonId, ...args: Parameters<Tools['trace']>): ReturnType<Tools['trace']>;
  readonly flood: Flood;
  readonly log: Log;
}

/** Requests that are remembered as answered. */
const remembered = 10_000;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const commands = new Map(parts.commands.map(command => [command.name, command]));
  const seen = createMemory(remembered);
  let open = 0;

  async function* handle(request: Request): AsyncGenerator<Reply> {
    if (!seen.add(request.id)) return;
    const log = parts.log.child({ request: request.id });
    const startMs = performance.now();
    let texts = textsIn(languageFor(request.locale));
    let outcome = 'answered';
    let command = '';
    open++;
    try {
      parts.flood.take(request.person.id);
      texts = await textsFor(parts, request);
      const press = request.action === undefined ? undefined : parts.actions.read(request.action, request.person.id);
      command = commandNameOf(press?.command ?? request.command, commands);
      yield* run(commands.get(command)!, request, press, toolsFor(request, texts));
    } catch (error) {
      const [reply, code] = apologise(error, request, texts, log);
      outcome = code;
      if (reply) yield reply;
    } finally {
      open--;
      log.info('request', { command, outcome, milliseconds: Math.round(performance.now() - startMs) });
    }
  }

  function toolsFor(request: Request, texts: Texts): Tools {
    return {
      ...parts,
      texts,
      trace: (file, signal) => parts.trace(request.person.id, file, signal),
      isOperator: parts.operators.includes(request.person.id),
      textsFor: async personId => textsIn(languageFor((await parts.settings.person(personId)).locale)),
    };
  }

  return {
    handle,
    get open() {
      return open;
    },
    async textsFor(request) {
      try {
        return await textsFor(parts, request);
      } catch (error) {
        parts.log.warn('language', { error });
        return textsIn(languageFor(request.locale));
      }
    },
    async complete(request, option, typed) {
      const command = commands.get(request.command);
      const spec = command && Object.hasOwn(command.options, option) ? command.options[option] : undefined;
      if (!spec) return [];
      try {
        return await suggest(spec, typed, { request, voices: parts.voices });
      } catch (error) {
        if (!(error instanceof Refusal)) parts.log.child({ request: request.id }).error('complete', { error });
        return [];
      }
    },
  };
}

/** The person's own choice, then the place's, then what their platform says. */
async function textsFor(
  { settings }: DispatcherParts,
  { person, place, locale }: Pick<Request, 'person' | 'place' | 'locale'>,
): Promise<Texts> {
  const [own, here] = await Promise.all([settings.person(person.id), settings.place(place.id)]);
  return textsIn(languageFor(own.locale, here.locale, locale));
}

function commandNameOf(name: string, commands: ReadonlyMap<string, AnyCommand>): string {
  if (commands.has(name)) return name;
  const shown = name.replace(/[^\p{L}\p{N}_-]/gu, '').slice(0, 32);
  throw new Refusal('command-unknown', `There is no command "/${shown}". /help lists them all.`, { values: { command: shown } });
}

async function* run(command: AnyCommand, request: Request, press: Press | undefined, tools: Tools): AsyncGenerator<Reply> {
  requirePermission(command, request, tools);
  if (press) {
    if (!command.press) throw new TypeError(`/${command.name} has no buttons.`);
    yield* command.press(press, request, tools);
  } else {
    yield* command.run(parseOptions(command.options, request.options), request, tools);
  }
}

function requirePermission({ name, permission = 'anyone' }: AnyCommand, { person }: Request, { isOperator }: Tools): void {
  if (permission === 'anyone' || isOperator || (permission === 'admin' && person.isAdmin)) return;
  throw new Refusal(`needs-${permission}`, `/${name} is for ${permission}s only.`, { values: { command: name } });
}

/** What the person is told, if they are still there, and the outcome for the log. */
function apologise(error: unknown, request: Request, texts: Texts, log: Log): [Reply | undefined, string] {
  if (error instanceof Refusal)
    return [{ kind: 'text', text: texts.refusal(error), audience: 'asker', code: error.code }, error.code];
  if (request.signal.aborted) return [undefined, 'aborted'];
  const id = randomBytes(4).toString('hex');
  log.error('bug', { id, error });
  return [{ kind: 'text', text: texts.say('something-broke', { id }), audience: 'asker' }, 'bug'];
}
