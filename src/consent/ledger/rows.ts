import { Refusal } from '../../errors.ts';
import type { LedgerEvent } from '../events.ts';
import { flawOf, genesis, type Head, type Link } from './chain.ts';
import type { Query, Row } from './database.ts';

/** Rows: the table of events, read page by page in order; no page holds a lock or a cursor, so writers go on meanwhile. */
const pageRows = 2_000;
const columns = 'position, stream, version, at_ms, kind, body, hash';

export async function headOf(query: Query): Promise<Head> {
  const [row] = await query('SELECT position, at_ms, hash FROM ledger_events ORDER BY position DESC LIMIT 1');
  return row ? toHead(row) : genesis;
}

/** The head as it was at `position`; undefined when the chain is not that long. */
export async function headAt(query: Query, position: number): Promise<Head | undefined> {
  if (position === 0) return genesis;
  const [row] = await query('SELECT position, at_ms, hash FROM ledger_events WHERE position = ?', [position]);
  return row && toHead(row);
}

export async function* pagesAfter(query: Query, position: number): AsyncGenerator<readonly Link[]> {
  const sql = `SELECT ${columns} FROM ledger_events WHERE position > ? ORDER BY position LIMIT ${pageRows}`;
  for (;;) {
    const page = (await query(sql, [position])).map(toLink);
    if (page.length === 0) return;
    yield page;
    position = page.at(-1)!.position;
  }
}

export async function* streamEvents(query: Query, stream: string): AsyncGenerator<LedgerEvent> {
  const sql = `SELECT ${columns} FROM ledger_events WHERE stream = ? AND version > ? ORDER BY version LIMIT ${pageRows}`;
  for (let version = 0; ; ) {
    const page = (await query(sql, [stream, version])).map(toLink);
    if (page.length === 0) return;
    for (const link of page) {
      if (link.version !== ++version) throw brokenChain(link.position);
      yield toEvent(link);
    }
  }
}

/** Every event after `position`, each proven by its hash: nobody decides by a record that was changed. */
export async function* provenEvents(query: Query, position: number): AsyncGenerator<LedgerEvent> {
  let head = await headAt(query, position);
  if (!head) return;
  for await (const page of pagesAfter(query, position)) {
    for (const link of page) {
      if (flawOf(link, head)) throw brokenChain(head.position + 1);
      head = link;
      yield toEvent(link);
    }
  }
}

export function toEvent({ bodyText, ...link }: Link): LedgerEvent {
  return { ...link, body: JSON.parse(bodyText) } as LedgerEvent;
}

function toLink([position, stream, version, atMs, kind, bodyText, hash]: Row): Link {
  return { position, stream, version, atMs, kind, bodyText, hash } as Link;
}

function toHead([position, atMs, hash]: Row): Head {
  return { position, atMs, hash } as Head;
}

function brokenChain(position: number): Refusal {
  return new Refusal(
    'ledger-corrupt',
    `The ledger was changed or damaged: its chain does not hold at event ${position}. Nothing was repaired or reset. ` +
      'Run "consonant ledger verify" to see what is wrong, and restore the ledger from a backup.',
    { values: { position } },
  );
}
