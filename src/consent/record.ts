import { Refusal } from '../errors.ts';
import { apply } from './apply.ts';
import type { SteadyClock } from './clock.ts';
import type { LedgerEvent, NewEvent, Token } from './events.ts';
import type { Changes, Ledger } from './ledger.ts';
import { createNames, type Names } from './names.ts';
import { createProjection, type Projection, tokensIn } from './projection.ts';

/**
 * Record: the ledger and what it adds up to, kept in step. Changes to one stream take turns; when another process was faster, what it
 * wrote is read first and the change is thought through again, never forced.
 */
export interface ConsentRecord {
  readonly state: Projection;
  readonly names: Names;
  readonly ledger: Ledger;
  /** Made on first sight. */
  token(name: string): Promise<Token>;
  /** Durable and taken in when it resolves. `plan` looks at the state as it is then; it throws a Refusal, or says undefined where nothing is to do. */
  change(stream: string, plan: () => Change | undefined): Promise<readonly LedgerEvent[]>;
  close(): void;
}

export interface Change {
  readonly events: readonly NewEvent[];
  readonly changes?: Changes;
}

export interface RecordParts {
  readonly ledger: Ledger;
  readonly clock: SteadyClock;
  /** Events that have just been taken in, in order. Must not throw. */
  readonly onEvents: (events: readonly LedgerEvent[]) => void;
  /** Names that came later than the events that use them. */
  readonly onNames: () => void;
  /** Names that mean nothing any longer. */
  readonly onForgotten: (names: readonly string[]) => void;
  /** What failed in the background. */
  readonly onFault: (error: unknown) => void;
}

const attempts = 5;

/** Loads everything, then follows. */
export async function openRecord({
  ledger,
  clock,
  onEvents,
  onNames,
  onForgotten,
  onFault,
}: RecordParts): Promise<ConsentRecord> {
  const state = createProjection();
  const names = createNames();
  const turns = new Map<string, Promise<unknown>>();
  let early: LedgerEvent[] | undefined = [];
  const stopFollowing = ledger.follow(event => (early ? early.push(event) : receive([event])));

  function takeIn(event: LedgerEvent): void {
    apply(state, event);
    clock.reach(event.atMs);
    if (event.kind === 'person-forgotten' || event.kind === 'place-forgotten') onForgotten(names.forget(event.body.tokens));
  }

  /** Events come by two ways, from `append` and from `follow`: what is in already is passed over, a gap is read from the ledger. */
  function receive(events: readonly LedgerEvent[]): void {
    const fresh = takeInNew(events);
    if (fresh.length === 0) return;
    onEvents(fresh);
    if (fresh.some(event => tokensIn(event).some(isStrange))) void learnNames().catch(onFault);
  }

  function takeInNew(events: readonly LedgerEvent[]): LedgerEvent[] {
    const fresh: LedgerEvent[] = [];
    for (const event of events) {
      const known = state.versions.get(event.stream) ?? 0;
      if (event.version > known + 1) void catchUp(event.stream).catch(onFault);
      if (event.version !== known + 1) continue;
      takeIn(event);
      fresh.push(event);
    }
    return fresh;
  }

  function isStrange(token: Token): boolean {
    return names.nameOf(token) === undefined && !state.forgotten.has(token);
  }

  async function catchUp(stream: string): Promise<void> {
    receive(await Array.fromAsync(ledger.read(stream)));
  }

  async function loadNames(): Promise<void> {
    for await (const [name, token] of ledger.names()) names.learn(name, token);
  }

  /** Another process named somebody first. */
  async function learnNames(): Promise<void> {
    await loadNames();
    onNames();
  }

  async function inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(stream) ?? Promise.resolve()).then(work, work);
    turns.set(stream, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(stream) === mine) turns.delete(stream);
    }
  }

  async function write(stream: string, plan: () => Change | undefined): Promise<readonly LedgerEvent[]> {
    for (let attempt = 1; ; attempt++) {
      const change = plan();
      if (!change) return [];
      try {
        const events = await ledger.append(stream, state.versions.get(stream) ?? 0, change.events, change.changes);
        receive(events);
        return events;
      } catch (error) {
        if (!isConflict(error) || attempt >= attempts) throw error;
        await catchUp(stream);
      }
    }
  }

  try {
    for await (const event of ledger.readAll()) takeIn(event);
    await loadNames();
    takeInNew(early);
    early = undefined;
  } catch (error) {
    stopFollowing();
    throw error;
  }

  return {
    state,
    names,
    ledger,
    change: (stream, plan) => inTurn(stream, () => write(stream, plan)),
    async token(name) {
      const token = (await ledger.tokens([name])).get(name);
      if (token === undefined) throw new Error('The ledger gave no token for a name.');
      names.learn(name, token);
      return token;
    },
    close: stopFollowing,
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'ledger-conflict';
}
