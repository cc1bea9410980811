import { randomBytes } from 'node:crypto';
import type { VoiceId } from '../consent/identity.ts';
import type { Ledger } from '../consent/ledger.ts';
import { Refusal } from '../errors.ts';
import type { MasterKey } from './master-key.ts';
import { openSealed, sealBytes } from './sealed.ts';

/**
 * Vault: seals bytes with the key of their voice. The keys lie wrapped in the ledger; unwrapped ones are in memory for some minutes
 * after their last use, are overwritten then, and at once when the voice ends.
 * An item is named "<store>/<detail>": what was sealed as one item opens as no other.
 */
export interface Vault {
  /** A new key, wrapped, for the ledger. It counts only once it lies there. */
  newKey(voiceId: VoiceId): Uint8Array;
  /** Refuses with 'consent-revoked' when the key is destroyed. */
  seal(voiceId: VoiceId, item: string, bytes: Uint8Array): Promise<Uint8Array>;
  /** Refuses with 'voice-corrupt' what was not sealed as this item of this voice. */
  open(voiceId: VoiceId, item: string, sealed: Uint8Array): Promise<Uint8Array>;
  /** The voice has ended, for good. */
  drop(voiceId: VoiceId): void;
  /** Voices whose key exists. */
  keyHolders(): Promise<ReadonlySet<VoiceId>>;
  /** Whether the master key is the one that wrapped the keys in the ledger; refuses with 'master-key-wrong'. */
  prove(): Promise<void>;
  close(): void;
}

export interface VaultParts {
  readonly ledger: Pick<Ledger, 'key' | 'keyHolders'>;
  readonly masterKey: MasterKey;
  readonly keptKeys?: number;
  readonly keptMs?: number;
}

export const vaultDefaults = { keyBytes: 32, keptKeys: 256, keptMs: 300_000 } as const;

export function createVault({
  ledger,
  masterKey,
  keptKeys = vaultDefaults.keptKeys,
  keptMs = vaultDefaults.keptMs,
}: VaultParts): Vault {
  const kept = new Map<VoiceId, { readonly key: Uint8Array; readonly timer: NodeJS.Timeout }>();
  const ended = new Set<VoiceId>();

  function release(voiceId: VoiceId): void {
    const entry = kept.get(voiceId);
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.key.fill(0);
    kept.delete(voiceId);
  }

  function keep(voiceId: VoiceId, key: Uint8Array): void {
    const timer = setTimeout(() => release(voiceId), keptMs);
    timer.unref();
    kept.set(voiceId, { key, timer });
    if (kept.size > keptKeys) release(kept.keys().next().value!);
  }

  /** The key must not be held on to: it may be overwritten as soon as anything else runs. */
  async function withKey<Result>(voiceId: VoiceId, use: (key: Uint8Array) => Result): Promise<Result> {
    if (!kept.has(voiceId)) {
      const wrapped = ended.has(voiceId) ? undefined : await ledger.key(voiceId);
      if (!wrapped || ended.has(voiceId)) throw keyGone(); // it may have ended while the ledger answered
      if (!kept.has(voiceId)) keep(voiceId, masterKey.unwrap(voiceId, wrapped));
    }
    const entry = kept.get(voiceId)!;
    entry.timer.refresh();
    kept.delete(voiceId);
    kept.set(voiceId, entry); // the longest unused one comes first
    return use(entry.key);
  }

  return {
    newKey(voiceId) {
      const key = randomBytes(vaultDefaults.keyBytes);
      const wrapped = masterKey.wrap(voiceId, key);
      key.fill(0);
      return wrapped;
    },
    seal: (voiceId, item, bytes) => withKey(voiceId, key => sealBytes(key, [voiceId, item], bytes)),
    open: (voiceId, item, sealed) =>
      withKey(voiceId, key => {
        try {
          return openSealed(key, [voiceId, item], sealed);
        } catch (error) {
          throw corrupt(error as Error);
        }
      }),
    drop(voiceId) {
      ended.add(voiceId);
      release(voiceId);
    },
    keyHolders: async () => new Set(await ledger.keyHolders()),
    async prove() {
      const [first] = await ledger.keyHolders();
      const wrapped = first === undefined ? undefined : await ledger.key(first);
      if (wrapped) masterKey.unwrap(first, wrapped).fill(0);
    },
    close() {
      for (const voiceId of [...kept.keys()]) release(voiceId);
    },
  };
}

export function keyGone(): Refusal {
  return new Refusal('consent-revoked', 'This voice was deleted by its owner and can never be used again. Choose another voice.');
}

export function corrupt(cause?: Error): Refusal {
  const message =
    'What is stored of this voice is damaged and was not used. Restore a backup, or make the voice anew with /clone.';
  return new Refusal('voice-corrupt', message, { cause });
}
