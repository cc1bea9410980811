import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Sealed bytes: AES-256-GCM with a fresh random nonce. Layout: version (1 byte), nonce (12), ciphertext, tag (16). What it is sealed
 * as, `label`, is authenticated with it: moved to another place, or cut, it does not open.
 */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
export const sealedOverheadBytes = 1 + nonceBytes + tagBytes;

export function sealBytes(key: Uint8Array, label: readonly string[], plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aadOf(label));
  return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

/** Throws for everything that was not sealed with this key under this label. */
export function openSealed(key: Uint8Array, label: readonly string[], sealed: Uint8Array): Uint8Array {
  if (sealed.length < sealedOverheadBytes) throw new Error('too short to be sealed');
  if (sealed[0] !== version) throw new Error(`sealed in version ${sealed[0]}, which this program does not know`);
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aadOf(label));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const start = decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes));
  return new Uint8Array(Buffer.concat([start, decipher.final()]));
}

/** JSON, since two different labels never become the same text. */
function aadOf(label: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(['consonant', version, ...label]));
}
