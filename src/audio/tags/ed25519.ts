import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** Ed25519 with keys as plain bytes (RFC 8032), which Node wants wrapped (RFC 8410: what comes before the 32 bytes in DER). */
const privateWrapping = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicWrapping = Buffer.from('302a300506032b6570032100', 'hex');

/** `seed`: 32 bytes, random or derived. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKey(seed)).export({ type: 'spki', format: 'der' });
  return new Uint8Array(spki.subarray(publicWrapping.length));
}

/** [64] */
export function signBytes(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKey(seed)));
}

/** Whatever the three are. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([publicWrapping, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

function privateKey(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([privateWrapping, seed]), format: 'der', type: 'pkcs8' });
}
