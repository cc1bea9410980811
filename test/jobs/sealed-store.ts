import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createJournal } from '../../src/jobs/journal.ts';
import type { Store } from '../../src/stores/stores.ts';

/** A store in memory, and keys of voices that seal with AES-256-GCM as the vault does; what lies in it outlives a "restart". */
export function createSealedStore() {
  const values = new Map<string, Uint8Array>();
  const keys = new Map<string, Buffer>();
  const clock = { ms: 1_000_000 };
  const failures: { set?: Error } = {};
  let held: Promise<void> = Promise.resolve();

  const keyOf = (voiceId: string) => {
    const key = keys.get(voiceId) ?? randomBytes(32);
    keys.set(voiceId, key);
    return key;
  };

  const store: Store<Uint8Array> = {
    get: async key => values.get(key),
    async set(key, value) {
      await held;
      if (failures.set) throw failures.set;
      values.set(key, value);
    },
    delete: async key => values.delete(key),
    async *entries(subject) {
      for (const entry of [...values]) if (subject === undefined || entry[0].startsWith(`${subject}/`)) yield entry;
    },
    async erase(subject) {
      const found = [...values.keys()].filter(key => key.startsWith(`${subject}/`));
      for (const key of found) values.delete(key);
      return found.length;
    },
  };

  return {
    values,
    clock,
    failures,
    destroyKey: (voiceId: string) => keys.set(voiceId, randomBytes(32)),
    /** Writes wait for the promise. */
    hold: (until: Promise<void>) => {
      held = until;
    },
    /** As a program that has just started sees it. */
    journal: () =>
      createJournal({
        store,
        now: () => clock.ms,
        async seal(voiceId, item, bytes) {
          const nonce = randomBytes(12);
          const cipher = createCipheriv('aes-256-gcm', keyOf(voiceId), nonce).setAAD(Buffer.from(item));
          return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
        },
        async open(voiceId, item, bytes) {
          const decipher = createDecipheriv('aes-256-gcm', keyOf(voiceId), bytes.subarray(0, 12)).setAAD(Buffer.from(item));
          decipher.setAuthTag(bytes.subarray(-16));
          return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
        },
      }),
  };
}
