import { resolve } from 'node:path';
import { Refusal } from '../../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { Database } from './database.ts';
import { createLedgerOn } from './ledger-on.ts';

/** Opens a ledger, and makes it where there is none. */
export interface LedgerOptions {
  /** The path of a file (or "sqlite:PATH"): SQLite, for one process. "postgres://user@host/database": for several. */
  readonly url: string;
  readonly now?: () => number;
  /** To look only: refuses all changes, takes no lock, makes nothing. */
  readonly readOnly?: boolean;
}

interface Place {
  readonly url: string;
  readonly readOnly: boolean;
}

/** Implementations by the scheme of the URL; loaded when asked for. */
const implementations: Readonly<Record<string, (place: Place) => Promise<Database>>> = {
  sqlite: async ({ url, readOnly }) => {
    const { createSqliteDatabase } = await import('./sqlite/database.ts');
    return createSqliteDatabase({ path: resolve(url.replace(/^sqlite:(\/\/)?/, '')), readOnly });
  },
  postgres: createPostgres,
  postgresql: createPostgres,
};

/** See {@link Ledger} for its refusals; 'ledger-url' for an URL of another kind, 'ledger-missing' when there is nothing to look at. */
export async function createLedger({ url, now = Date.now, readOnly = false }: LedgerOptions): Promise<Ledger> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1].toLowerCase() ?? 'sqlite';
  if (url === '' || !Object.hasOwn(implementations, scheme)) throw unknownScheme(url === '' ? '' : scheme);
  const database = await implementations[scheme]({ url, readOnly });
  try {
    return await createLedgerOn(database, { now, readOnly });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function createPostgres(place: Place): Promise<Database> {
  const { createPostgresDatabase } = await import('./postgres/database.ts');
  return createPostgresDatabase(place);
}

/** Names the scheme only: a password may be in the rest. */
function unknownScheme(scheme: string): Refusal {
  const message = `A ledger cannot be at "${scheme}:...". Give the path of a file, or an URL that begins with postgres://.`;
  return new Refusal('ledger-url', message, { values: { scheme } });
}
