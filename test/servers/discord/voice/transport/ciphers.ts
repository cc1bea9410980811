/** Ciphers: the two transport modes of Discord voice. A datagram is header | ciphertext | tag (16 bytes) | nonce counter (4 bytes). */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

export const encryptionModes = ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'] as const;
export type EncryptionMode = (typeof encryptionModes)[number];

export interface Cipher {
  /** ciphertext | tag | counter */
  seal(plain: Uint8Array, header: Uint8Array, counter: number): Buffer;
  /** Throws an Error where the tag does not fit. `sealed` as `seal` gave it. */
  open(sealed: Uint8Array, header: Uint8Array): { readonly plain: Buffer; readonly counter: number };
}

export const COUNTER_BYTES = 4;
export const TAG_BYTES = 16;
const NONCE_BYTES: Readonly<Record<EncryptionMode, number>> = {
  aead_aes256_gcm_rtpsize: 12,
  aead_xchacha20_poly1305_rtpsize: 24,
};

/** `key`: 32 bytes. */
export function createCipher(mode: EncryptionMode, key: Uint8Array): Cipher {
  const { seal, open } = mode === 'aead_aes256_gcm_rtpsize' ? aes256Gcm(key) : xchacha20(key);
  return {
    seal(plain, header, counter) {
      const nonce = Buffer.alloc(NONCE_BYTES[mode]);
      nonce.writeUInt32BE(counter);
      return Buffer.concat([seal(plain, header, nonce), nonce.subarray(0, COUNTER_BYTES)]);
    },
    open(sealed, header) {
      if (sealed.length < TAG_BYTES + COUNTER_BYTES) throw new Error('The datagram is too short to hold a tag and a nonce.');
      const nonce = Buffer.alloc(NONCE_BYTES[mode]);
      nonce.set(sealed.subarray(-COUNTER_BYTES));
      return { plain: open(sealed.subarray(0, -COUNTER_BYTES), header, nonce), counter: nonce.readUInt32BE() };
    },
  };
}

interface Aead {
  seal(plain: Uint8Array, header: Uint8Array, nonce: Uint8Array): Buffer;
  open(sealed: Uint8Array, header: Uint8Array, nonce: Uint8Array): Buffer;
}

function aes256Gcm(key: Uint8Array): Aead {
  return {
    seal(plain, header, nonce) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, header, nonce) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(header).setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    },
  };
}

function xchacha20(key: Uint8Array): Aead {
  return {
    seal: (plain, header, nonce) => Buffer.from(xchacha20poly1305(key, nonce, header).encrypt(plain)),
    open: (sealed, header, nonce) => Buffer.from(xchacha20poly1305(key, nonce, header).decrypt(sealed)),
  };
}
