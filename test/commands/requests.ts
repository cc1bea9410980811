/** Helpers: requests as a bot would make them, and a dispatcher around one command with nothing behind it. */
import { createActions } from '../../src/commands/action.ts';
import type { AnyCommand } from '../../src/commands/command.ts';
import { createDispatcher, type Dispatcher, type DispatcherParts } from '../../src/commands/dispatch.ts';
import { createDrafts } from '../../src/commands/drafts.ts';
import { createFlood } from '../../src/commands/flood.ts';
import { createRecent } from '../../src/commands/recent.ts';
import type { Reply } from '../../src/commands/reply.ts';
import type { Request } from '../../src/commands/request.ts';
import type { Log, LogFacts } from '../../src/log.ts';

let requests = 0;

export function requestFor(command: string, facts: Partial<Request> = {}): Request {
  return {
    id: `request-${++requests}`,
    command,
    options: {},
    person: { id: 'console:ada', name: 'Ada', roles: [], isAdmin: false },
    place: { id: 'console:place/den', kind: 'group', name: 'Den' },
    locale: 'en',
    address: 'den',
    directory: { personName: () => undefined, placeName: () => undefined, roleName: () => undefined },
    signal: new AbortController().signal,
    ...facts,
  };
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly facts: LogFacts;
}

export function createMemoryLog(lines: LogLine[], known: LogFacts = {}): Log {
  const at =
    (level: string) =>
    (event: string, facts: LogFacts = {}) =>
      void lines.push({ level, event, facts: { ...known, ...facts } });
  return {
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: facts => createMemoryLog(lines, { ...known, ...facts }),
  };
}

/** Whatever a test does not give is absent: a command that reaches for it fails. */
export function dispatcherFor(commands: readonly AnyCommand[], parts: Partial<DispatcherParts> = {}): Dispatcher {
  const now = parts.now ?? (() => 1_800_000_000_000);
  const settings = { person: async () => ({ tellUses: false }), place: async () => ({}) };
  return createDispatcher({
    commands,
    actions: createActions(Buffer.alloc(32, 1), now),
    drafts: createDrafts(),
    recent: createRecent(now),
    settings: settings as unknown as DispatcherParts['settings'],
    flood: createFlood(now),
    log: createMemoryLog([]),
    operators: ['console:olga'],
    engine: { id: 'tone', languages: ['en'] },
    now,
    ...parts,
  } as DispatcherParts);
}

export async function answersTo(dispatcher: Dispatcher, request: Request): Promise<Reply[]> {
  return await Array.fromAsync(dispatcher.handle(request));
}

export function textOf(reply: Reply | undefined): string {
  return reply && 'text' in reply ? reply.text : '';
}
