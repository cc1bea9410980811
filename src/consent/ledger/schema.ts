import { Refusal } from '../../errors.ts';
import type { Database, Query } from './database.ts';
import { migrations } from './migrations/index.ts';

const known = migrations.length;

/** Schema: brings the tables up to what this program knows, one numbered migration after another, each in a transaction of its own. */
export async function migrate(database: Database, nowMs: number): Promise<void> {
  for (let found = -1; found < known; ) {
    found = await database.transaction(query => step(database, query, nowMs));
  }
}

/** Applies the next migration, if there is one; returns the version then reached. */
async function step(database: Database, query: Query, nowMs: number): Promise<number> {
  const { integer } = database.types;
  await query(`CREATE TABLE IF NOT EXISTS ledger_schema (version ${integer} PRIMARY KEY, applied_at_ms ${integer} NOT NULL)`);
  const found = await requireKnown(query);
  if (found === known) return found;
  for (const statement of migrations[found](database.types)) await query(statement);
  await query('INSERT INTO ledger_schema (version, applied_at_ms) VALUES (?, ?)', [found + 1, nowMs]);
  return found + 1;
}

/** The version of the tables as they are. Refuses with 'ledger-newer' when a later program has made them. */
export async function requireKnown(query: Query): Promise<number> {
  const [[value]] = await query('SELECT COALESCE(MAX(version), 0) FROM ledger_schema');
  const found = Number(value);
  if (found <= known) return found;
  throw new Refusal(
    'ledger-newer',
    `The ledger was made by a newer Consonant: its tables have version ${found}, and this one knows versions up to ${known}. ` +
      'Update Consonant, or restore the backup that was made before the update.',
    { values: { found, known } },
  );
}
