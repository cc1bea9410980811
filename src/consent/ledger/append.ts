import { Refusal } from '../../errors.ts';
import type { LedgerEvent, NewEvent } from '../events.ts';
import type { Changes } from '../ledger.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Head, type Link, linkHash } from './chain.ts';
import type { Query, Value } from './database.ts';
import { destroyKeys, putKeys } from './keys.ts';
import { forgetNames } from './names.ts';
import { headOf, toEvent } from './rows.ts';

/** Append: the events of one call and what changes with them, within a transaction. */
export interface Appending {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly events: readonly NewEvent[];
  readonly changes: Changes;
}

/** Refuses with 'ledger-conflict' before anything is written. */
export async function append(query: Query, appending: Appending, nowMs: number): Promise<readonly LedgerEvent[]> {
  const { stream, expectedVersion, events, changes } = appending;
  await requireVersion(query, stream, expectedVersion);
  const links = chainOn(await headOf(query), appending, nowMs);
  await insert(query, links);
  await putKeys(query, changes.putKeys ?? []);
  await destroyKeys(query, changes.destroyKeys ?? []);
  await forgetNames(query, changes.forgetNames ?? []);
  return events.length === 0 ? [] : links.map(toEvent);
}

async function requireVersion(query: Query, stream: string, expected: number): Promise<void> {
  const [[actual]] = await query('SELECT COALESCE(MAX(version), 0) FROM ledger_events WHERE stream = ?', [stream]);
  if (actual === expected) return;
  throw new Refusal(
    'ledger-conflict',
    `The ledger has ${actual} events on this ${stream.split(':')[0]}, not ${expected}: somebody changed it meanwhile. Read again, then repeat.`,
    { values: { expected, actual: Number(actual) } },
  );
}

function chainOn(head: Head, { stream, expectedVersion, events }: Appending, nowMs: number): Link[] {
  const atMs = Math.max(Math.trunc(nowMs), head.atMs); // a clock that was set back does not turn the order around
  let previous = head.hash;
  return events.map(({ kind, body }, index) => {
    const link = {
      position: head.position + 1 + index,
      stream,
      version: expectedVersion + 1 + index,
      atMs,
      kind,
      bodyText: canonicalJson(body),
    };
    previous = linkHash(link, previous);
    return { ...link, hash: previous };
  });
}

/** Rows of one statement. With 7 values each that is far from the limits (SQLite 32 766 values, Postgres 65 535). */
const rowsPerInsert = 200;

async function insert(query: Query, links: readonly Link[]): Promise<void> {
  for (let start = 0; start < links.length; start += rowsPerInsert) {
    const some = links.slice(start, start + rowsPerInsert);
    const marks = some.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
    const values = some.flatMap((link): Value[] => [
      link.position,
      link.stream,
      link.version,
      link.atMs,
      link.kind,
      link.bodyText,
      link.hash,
    ]);
    await query(`INSERT INTO ledger_events (position, stream, version, at_ms, kind, body, hash) VALUES ${marks}`, values);
  }
}
