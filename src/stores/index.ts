import { Refusal } from '../errors.ts';
import type { Backend, BackendOptions } from './backend.ts';
import { noteFailure, plainCause, storageRefusal } from './failures.ts';
import { subjectOf } from './keys.ts';
import { createStore, type KeyedStore } from './store.ts';
import type { Store, Stores } from './stores.ts';
import { type StoreName, type StoreRow, type StoreValue, storeTable } from './table.ts';

/** Opens the stores of {@link storeTable} in a database. */
export interface StoresOptions {
  /** A path (or "sqlite:PATH"): a file of SQLite. "redis://host:6379", "postgres://user@host/database". */
  readonly url: string;
  /** Of one operation; one that is late rejects with 'storage-unavailable'. */
  readonly deadlineMs?: number;
  /** Of SQLite, over its defaults. */
  readonly pragmas?: Readonly<Record<string, string | number>>;
}

export const storesDefaults = { deadlineMs: 10_000 } as const;

/** To add a database: its row here. Loaded when asked for. */
const backends: Readonly<Record<string, (options: BackendOptions) => Promise<Backend>>> = {
  sqlite: async options => (await import('./sqlite/backend.ts')).openSqlite(options),
  redis: async options => (await import('./redis.ts')).openRedis(options),
  rediss: async options => (await import('./redis.ts')).openRedis(options),
  postgres: async options => (await import('./postgres.ts')).openPostgres(options),
  postgresql: async options => (await import('./postgres.ts')).openPostgres(options),
};

/** Refuses with 'storage-url', and with the codes of {@link Stores} when the database cannot be used: at start, not at the first voice. */
export async function createStores({ url, deadlineMs = storesDefaults.deadlineMs, pragmas }: StoresOptions): Promise<Stores> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1].toLowerCase() ?? 'sqlite';
  if (url === '' || !Object.hasOwn(backends, scheme)) throw unknownScheme(url === '' ? '' : scheme);
  const backend = await backends[scheme]({ url, deadlineMs, pragmas });
  const work = createWork(backend);
  const rows: readonly [string, StoreRow][] = Object.entries(storeTable);
  const stores = new Map<string, KeyedStore>();
  try {
    for (const [name, { sealed }] of rows) {
      const store = createStore({ name, sealed, backend, deadlineMs, track: work.track });
      stores.set(name, store);
      await store.get('probe'); // one after another, since adapters make their table at their first question
    }
  } catch (error) {
    await backend.close().catch(noteFailure);
    throw error;
  }

  return {
    open<Name extends StoreName>(name: Name) {
      const store = stores.get(name);
      if (!store) throw new Error(`There is no store "${name}": give it a row in src/stores/table.ts.`);
      return store as unknown as Store<StoreValue<Name>>;
    },
    async subjects(name) {
      const keys = await stores.get(name)!.keys();
      return [...new Set(keys.map(subjectOf))];
    },
    close: work.close,
  };
}

/** What is under way. Whatever comes after `close` began is refused. */
function createWork(backend: Backend) {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    async track<Result>(operation: () => Promise<Result>): Promise<Result> {
      if (closing) throw storageRefusal('unavailable', { store: 'all', place: backend.place }, plainCause(new Error('closed')));
      const promise = operation();
      running.add(promise);
      try {
        return await promise;
      } finally {
        running.delete(promise);
      }
    },
    close(): Promise<void> {
      closing ??= Promise.allSettled(running).then(() => backend.close());
      return closing;
    },
  };
}

/** Names the scheme only: a password may be in the rest. */
function unknownScheme(scheme: string): Refusal {
  return new Refusal(
    'storage-url',
    `Voices cannot be stored at "${scheme}:...". Give the path of a file, or an URL that begins with redis:// or postgres://.`,
    { values: { scheme } },
  );
}
