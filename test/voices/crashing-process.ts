/**
 * A process that ends as by kill -9 right after its nth durable step: what a power cut leaves behind. Arguments: folder, master key in hex,
 * what to do, n. Ends with 0 when it was done before.
 */
import { join } from 'node:path';
import { createLedger } from '../../src/consent/ledger/index.ts';
import type { Ledger } from '../../src/consent/ledger.ts';
import { createStores } from '../../src/stores/index.ts';
import type { Store, Stores } from '../../src/stores/stores.ts';
import type { RunningVoices } from '../../src/voices/create-voices.ts';
import { createMasterKey } from '../../src/voices/master-key.ts';
import { candidate, createParts } from './support.ts';

const [folder, secret, what, lastStep] = process.argv.slice(2);
const ada = 'discord:1000001';
let steps = Number.NEGATIVE_INFINITY;

async function step<Result>(work: Promise<Result>): Promise<Result> {
  const result = await work;
  if (++steps === Number(lastStep)) process.kill(process.pid, 'SIGKILL');
  return result;
}

function steppedLedger(ledger: Ledger): Ledger {
  return { ...ledger, append: (...values) => step(ledger.append(...values)) };
}

function steppedStores(stores: Stores): Stores {
  const open = (name: never) => {
    const store: Store<unknown> = stores.open(name);
    return {
      ...store,
      set: (key: string, value: unknown, lifetimeMs?: number) => step(store.set(key, value, lifetimeMs)),
      delete: (key: string) => step(store.delete(key)),
      erase: (subject: string) => step(store.erase(subject)),
    };
  };
  return { ...stores, open: open as Stores['open'] };
}

const work: Readonly<Record<string, (voices: RunningVoices) => Promise<unknown>>> = {
  create: voices => voices.create(ada, candidate({ name: 'New' })),
  replace: async voices => voices.replace((await voices.owned(ada))[0].id, ada, candidate({ engine: 'newer' })),
  revoke: async voices => voices.revoke((await voices.owned(ada))[0].id, ada),
  forget: voices => voices.forget(ada),
};

const parts = await createParts({
  ledger: steppedLedger(await createLedger({ url: join(folder, 'ledger.sqlite') })),
  stores: steppedStores(await createStores({ url: join(folder, 'stores.sqlite') })),
  masterKey: createMasterKey(Buffer.from(secret, 'hex')),
});
steps = 0;
await work[what](parts.voices);
await parts.close();
