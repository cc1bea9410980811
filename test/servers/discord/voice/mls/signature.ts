/** Signature: signing and hashing with a label in ciphersuite 2 (P-256, SHA-256). Sources: RFC 9420, sections 5.1.2 and 5.2. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { vector } from './presentation.ts';

/** DER of a P-256 public key up to its point. */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
/** An uncompressed point. */
export const PUBLIC_KEY_BYTES = 65;

export interface Labelled {
  /** "FramedContentTBS" */
  readonly label: string;
  readonly content: Uint8Array;
}

/** DER. */
export function signLabelled(privateKey: KeyObject, { label, content }: Labelled): Buffer {
  return sign('sha256', labelled(`MLS 1.0 ${label}`, content), privateKey);
}

/** `publicKey`: an uncompressed point. Throws an Error where it is none. */
export function isSignedBy(
  publicKey: Buffer,
  { label, content, signature }: Labelled & { readonly signature: Uint8Array },
): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new Error(`MLS: a public key of ${publicKey.length} bytes.`);
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return verify('sha256', labelled(`MLS 1.0 ${label}`, content), key, signature);
}

export function pointOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

/** What names a key package or a proposal: `label` as "KeyPackage Reference". */
export function referenceOf({ label, content }: Labelled): Buffer {
  return createHash('sha256')
    .update(labelled(`MLS 1.0 ${label}`, content))
    .digest();
}

function labelled(label: string, content: Uint8Array): Buffer {
  return Buffer.concat([vector(Buffer.from(label)), vector(content)]);
}
