/** Place: where a ledger under test lives, empty at first and gone when its test is over. */
import { type TestContext, test } from 'node:test';
import type { EventBodies, LedgerEvent, NewEvent } from '../../../src/consent/events.ts';
import type { Ledger } from '../../../src/consent/ledger.ts';

export interface LedgerPlace {
  open(options: { readonly now?: () => number }): Promise<Ledger>;
  /** Changes what is stored behind the ledger's back, in SQL; left out by a ledger that has no tables. */
  readonly tamper?: (sql: string) => Promise<void>;
  /** For a child process that opens the same ledger. */
  readonly url?: string;
  remove(): Promise<void>;
}

export interface LedgerUnderTest {
  readonly name: string;
  newPlace(): Promise<LedgerPlace>;
  /** Whether what was appended is there when it is opened again. */
  readonly durable: boolean;
  /** Whether two may be open at a time. */
  readonly shared: boolean;
}

export interface Bench {
  readonly place: LedgerPlace;
  /** Closed at the end of the test, if the test does not. */
  open(options?: { readonly now?: () => number }): Promise<Ledger>;
}

/** A test with a place of its own. */
export function ledgerTest(subject: LedgerUnderTest, name: string, work: (bench: Bench, context: TestContext) => Promise<void>) {
  test(`${subject.name}: ${name}`, async context => {
    const place = await subject.newPlace();
    const opened: Ledger[] = [];
    try {
      const open: Bench['open'] = async (options = {}) => {
        opened.push(await place.open(options));
        return opened.at(-1)!;
      };
      await work({ place, open }, context);
    } finally {
      await Promise.all(opened.map(ledger => ledger.close()));
      await place.remove();
    }
  });
}

export const token = (letter: string) => letter.repeat(26);
export const stopped: NewEvent = { kind: 'stopped', body: { by: token('a') } };
export const resumed: NewEvent = { kind: 'resumed', body: { by: token('a') } };
export const revoked: NewEvent = { kind: 'voice-revoked', body: { reason: 'owner' } };

/** Each one another, so that none can be taken for another. */
export function rule(number: number): NewEvent<'rule-allowed'> {
  const body: EventBodies['rule-allowed'] = {
    rule: `rule-${number}`,
    audience: { kind: 'person', person: token('b') },
    place: token('c'),
    forms: ['note', 'file'],
    untilMs: 1_800_000_000_000 + number,
  };
  return { kind: 'rule-allowed', body };
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  return Array.fromAsync(items);
}

export const positionsOf = (events: readonly LedgerEvent[]) => events.map(event => event.position);
export const noSignal = new AbortController().signal;
