import pg from 'pg';
import { Refusal } from '../../../errors.ts';
import type { Database, Query, Row, Value } from '../database.ts';
import { channel, createListener } from './listener.ts';
import { postgresError } from './refusals.ts';
import { clientConfig, type PostgresSettings, placeOf, postgresDefaults } from './settings.ts';

/** Database on Postgres: any number of processes. What one of them commits, the others hear through LISTEN. */
export interface PostgresOptions extends Partial<PostgresSettings> {
  readonly url: string;
  readonly readOnly: boolean;
}

/** Of the advisory lock that makes transactions of all processes wait for each other. Any number will do; it must stay this one. */
const lockNumber = 0x636f6e73;

export async function createPostgresDatabase({ url, readOnly, ...given }: PostgresOptions): Promise<Database> {
  if (!URL.canParse(url))
    throw new Refusal(
      'ledger-url',
      'The URL of the ledger cannot be read. It looks like postgres://user:password@host:5432/database.',
    );
  const settings: PostgresSettings = { ...postgresDefaults, ...given };
  const place = placeOf(url);
  const connecting = { url, deadlineMs: settings.deadlineMs };
  const pool = new pg.Pool({ ...clientConfig({ ...connecting, name: 'consonant-ledger' }), max: settings.connections });
  // Connections get lost. Who uses one then is told by its query; an idle one is replaced when the next is asked for.
  pool.on('error', () => {}).on('connect', client => client.on('error', () => {}));
  const listener = createListener({ ...connecting, name: 'consonant-ledger-listen' }, settings);

  const checked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw postgresError(place, error);
    }
  };

  return {
    types: { integer: 'BIGINT', bytes: 'BYTEA' },
    query: (sql, values) => checked(() => ask(pool, sql, values)),
    transaction: work =>
      checked(() => inTransaction(pool, `BEGIN ISOLATION LEVEL READ COMMITTED${readOnly ? ' READ ONLY' : ''}`, work)),
    announce: async query => void (await query(`SELECT pg_notify('${channel}', '')`)),
    watch: listener.watch,
    // Rewrites the table, which is small, into a new file; without it deleted rows stay in the old one. The server's own log keeps them
    // until it is recycled. The deletion stands in any case, so what fails here is left to autovacuum.
    scrub: async () => {
      for (const table of ['ledger_keys', 'ledger_names']) await ask(pool, `VACUUM (FULL) ${table}`).catch(() => undefined);
    },
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}

async function inTransaction<Result>(pool: pg.Pool, begin: string, work: (query: Query) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query(begin);
    await client.query(`SELECT pg_advisory_xact_lock(${lockNumber})`);
    const result = await work((sql, values) => ask(client, sql, values));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // A connection that failed is not used again; the server rolls back when it closes.
    client.release(failure !== undefined);
  }
}

async function ask(client: pg.Pool | pg.PoolClient, sql: string, values: readonly Value[] = []): Promise<readonly Row[]> {
  const { rows } = await client.query<Value[]>({ text: numbered(sql), values: [...values], rowMode: 'array' });
  return rows;
}

/** "a = ? AND b = ?" -> "a = $1 AND b = $2". */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}
