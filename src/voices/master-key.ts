import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import { openSealed, sealBytes } from './sealed.ts';

/** MasterKey: what everything else is derived from. It wraps the keys of the voices and makes hashes that only this instance can make. */
export interface MasterKey {
  /** The key of a voice, encrypted for the ledger. */
  wrap(voiceId: VoiceId, key: Uint8Array): Uint8Array;
  /** Refuses with 'master-key-wrong' what it did not wrap for this voice. The caller overwrites the key after use. */
  unwrap(voiceId: VoiceId, wrapped: Uint8Array): Uint8Array;
  /** HMAC-SHA-256, hex: the same for the same text, and no use to somebody who guesses texts. */
  hashText(text: string): string;
  /** 32 bytes for the marks in speech, or the seed of the signatures beside them; another for each number. */
  markingKey(use: 'watermark' | 'signature', number: number): Uint8Array;
  /** Tells one master key from another, and nothing of either. */
  check(): string;
}

export const masterKeyBytes = 32;

/** Keeps what it derives from `secret`, not `secret`. */
export function createMasterKey(secret: Uint8Array): MasterKey {
  if (secret.length !== masterKeyBytes) throw new Error(`A master key has ${masterKeyBytes} bytes, not ${secret.length}.`);
  const derive = (from: Uint8Array, use: string) => new Uint8Array(hkdfSync('sha256', from, '', `consonant/${use}`, 32));
  const subkey = (use: string) => derive(secret, `${use}/1`);
  const [wrapping, hashing, checking, marking] = [subkey('wrap'), subkey('text-hash'), subkey('check'), subkey('marking')];
  const mac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
  return {
    wrap: (voiceId, key) => sealBytes(wrapping, ['wrapped key', voiceId], key),
    unwrap(voiceId, wrapped) {
      try {
        return openSealed(wrapping, ['wrapped key', voiceId], wrapped);
      } catch (error) {
        throw wrongMasterKey('the ledger', error as Error);
      }
    },
    hashText: text => mac(hashing, text),
    markingKey: (use, number) => derive(marking, `${use}/${number}`),
    check: () => mac(checking, 'check'),
  };
}

export function isSameCheck(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

export function wrongMasterKey(place: string, cause?: Error): Refusal {
  return new Refusal(
    'master-key-wrong',
    `The voices in ${place} were encrypted with another master key. Nothing was changed. Use the key that belongs to them ` +
      '(CONSONANT_MASTER_KEY, or the key file), or begin anew in another data folder.',
    { values: { place }, cause },
  );
}
