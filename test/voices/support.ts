/** A whole set of consent and voices for tests: in memory, or in real SQLite files of a folder. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Consent } from '../../src/consent/consent.ts';
import { createConsent } from '../../src/consent/create-consent.ts';
import type { Asker } from '../../src/consent/identity.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import type { Ledger } from '../../src/consent/ledger.ts';
import { createStores } from '../../src/stores/index.ts';
import type { Stores } from '../../src/stores/stores.ts';
import { createVoices, type RunningVoices, type VoicesParts } from '../../src/voices/create-voices.ts';
import { createMasterKey, type MasterKey } from '../../src/voices/master-key.ts';
import { createVault, type Vault } from '../../src/voices/vault.ts';
import type { Candidate } from '../../src/voices/voices.ts';
import { createMemoryLedger } from '../support/memory-ledger.ts';
import { createMemoryStores } from '../support/memory-stores.ts';

export interface Parts {
  readonly ledger: Ledger;
  readonly stores: Stores;
  readonly consent: Consent & { close(): void };
  readonly vault: Vault;
  readonly voices: RunningVoices;
  readonly masterKey: MasterKey;
  /** What failed in the background. */
  readonly faults: unknown[];
  close(): Promise<void>;
}

export type PartsOptions = Partial<Pick<VoicesParts, 'afterStep' | 'now' | 'shared'>> & {
  readonly ledger?: Ledger;
  readonly stores?: Stores;
  readonly masterKey?: MasterKey;
};

export const secret = () => randomBytes(32);

export async function createParts(options: PartsOptions = {}): Promise<Parts> {
  const { now = Date.now, afterStep, shared, masterKey = createMasterKey(secret()) } = options;
  const ledger = options.ledger ?? createMemoryLedger({ now });
  const stores = options.stores ?? createMemoryStores({ now });
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const consent = await createConsent({ ledger, now, onFault });
  const vault = createVault({ ledger, masterKey });
  const voices = await createVoices({ stores, consent, vault, now, onFault, afterStep, shared });
  return {
    ledger,
    stores,
    consent,
    vault,
    voices,
    masterKey,
    faults,
    async close() {
      await voices.close();
      consent.close();
      await stores.close();
      await ledger.close();
    },
  };
}

export interface FolderOptions extends Omit<PartsOptions, 'ledger' | 'stores'> {
  readonly folder: string;
  readonly masterKey: MasterKey;
}

export async function createPartsIn({ folder, ...options }: FolderOptions): Promise<Parts> {
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  const stores = await createStores({ url: join(folder, 'stores.sqlite') });
  return createParts({ ...options, ledger, stores });
}

export const notice = { version: '1', hash: 'ab'.repeat(32) };

export function candidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    name: 'Ada',
    language: 'en',
    engine: 'tone',
    print: randomBytes(3000),
    recordings: [{ audio: randomBytes(5000), transcript: 'the words that were read', language: 'en' }],
    designed: false,
    quality: { verdict: 'good', durationSeconds: 12 },
    enrolment: {
      placeId: 'discord:guild/77',
      notice,
      verification: { method: 'embedded', scores: { words: 1 }, thresholds: { words: 0.5 } },
    },
    ...changes,
  };
}

export function asker(personId: string, placeId = 'discord:guild/77', roles: readonly string[] = []): Asker {
  return { personId, placeId, roles };
}
