import { Keyv } from 'keyv';
import { Refusal } from '../errors.ts';
import type { Backend } from './backend.ts';
import { bytesCodec, jsonCodec } from './codec.ts';
import { failing, noteFailure, plainCause, storageRefusal } from './failures.ts';
import { decodeKey, encodeKey, isDetailOf } from './keys.ts';
import type { Store } from './stores.ts';
import { Late, within } from './within.ts';

/** One store: Keyv made strict. Every write is checked, every failed read rejects, every answer has a deadline. */
export interface StoreOptions {
  readonly name: string;
  readonly sealed: boolean;
  readonly backend: Backend;
  readonly deadlineMs: number;
  /** Runs every operation, so that closing can wait for it. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** An erasure repeats while others still write; more often than this it does not. */
const maxEraseRounds = 5;

export interface KeyedStore extends Store<unknown> {
  keys(): Promise<readonly string[]>;
}

export function createStore({ name, sealed, backend, deadlineMs, track }: StoreOptions): KeyedStore {
  const site = { store: name, place: backend.place };
  const codec = sealed ? bytesCodec : jsonCodec;
  const keyv = new Keyv<string>({ store: backend.adapter(name), namespace: name });
  keyv.on('error', noteFailure);

  async function attempt<Result>(operation: () => Promise<Result>): Promise<Result> {
    try {
      return await track(() => within(deadlineMs, failing(operation)));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const kind = error instanceof Late ? 'unavailable' : error instanceof SyntaxError ? 'corrupt' : backend.failureOf(error);
      throw storageRefusal(kind, site, plainCause(error));
    }
  }

  function read(encoded: string): Promise<unknown> {
    return attempt(async () => {
      const found = (await keyv.getRaw(encoded)) as { readonly value?: unknown } | undefined;
      return found === undefined ? undefined : codec.decode(found.value);
    });
  }

  function remove(encoded: string): Promise<boolean> {
    return attempt(() => keyv.delete(encoded));
  }

  /** Of one subject, or of all. */
  async function list(subject: string | undefined): Promise<readonly string[]> {
    if (subject === undefined) return attempt(() => backend.keys(name, ''));
    const encoded = encodeKey(subject);
    const details = await attempt(() => backend.keys(name, `${encoded}/`));
    return [encoded, ...details.filter(key => isDetailOf(key, encoded))];
  }

  return {
    get: async key => read(encodeKey(key)),
    async set(key, value, lifetimeMs) {
      const encoded = encodeKey(key);
      const text = codec.encode(value);
      // Keyv takes 0 and less for "forever".
      if (lifetimeMs !== undefined && !(lifetimeMs > 0)) return void (await remove(encoded));
      const isStored = await attempt(() => keyv.set(encoded, text, lifetimeMs));
      if (!isStored) throw storageRefusal('failed', site);
    },
    delete: async key => remove(encodeKey(key)),
    async *entries(subject) {
      for (const encoded of await list(subject)) {
        const value = await read(encoded);
        if (value !== undefined) yield [decodeKey(encoded), value] as const;
      }
    },
    keys: async () => (await list(undefined)).map(decodeKey),
    async erase(subject) {
      let erased = 0;
      for (let round = 0; round < maxEraseRounds; round++) {
        const keys = await list(subject);
        const deleted = (await attempt(() => keyv.deleteMany([...keys]))).filter(Boolean).length;
        if (deleted === 0) break;
        erased += deleted;
      }
      if (erased > 0) await attempt(() => backend.scrub());
      return erased;
    },
  };
}
