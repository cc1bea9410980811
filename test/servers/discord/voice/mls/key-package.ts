/** Key package: what a client sends with opcode 26 to be added. Source: RFC 9420, section 10. */
import { CIPHERSUITE, type LeafNode, MLS_VERSION, readLeafNode } from './leaf-node.ts';
import { type Reader, readWhole } from './presentation.ts';
import { isSignedBy, PUBLIC_KEY_BYTES, referenceOf } from './signature.ts';

export interface KeyPackage extends Pick<LeafNode, 'userId'> {
  readonly bytes: Buffer;
  readonly reference: Buffer;
}

/** Wire format of an MLSMessage that holds a key package. */
const MESSAGE_PREFIX = Buffer.of(0, 1, 0, 5);

/** With or without the head of an MLSMessage. Throws an Error where it is not whole, signed and of DAVE's kind. */
export function readKeyPackage(message: Buffer): KeyPackage {
  const bytes = message.subarray(0, 4).equals(MESSAGE_PREFIX) ? message.subarray(4) : message;
  const userId = readWhole(bytes, readContent);
  return { userId, bytes, reference: referenceOf({ label: 'KeyPackage Reference', content: bytes }) };
}

function readContent(reader: Reader): string {
  const version = reader.uint16();
  const ciphersuite = reader.uint16();
  if (version !== MLS_VERSION || ciphersuite !== CIPHERSUITE) {
    throw new Error(`MLS: a key package of version ${version} and ciphersuite ${ciphersuite}.`);
  }
  const initKey = reader.vector();
  if (initKey.length !== PUBLIC_KEY_BYTES) throw new Error(`MLS: an init key of ${initKey.length} bytes.`);
  const { userId, encryptionKey, signatureKey } = readLeafNode(reader);
  if (encryptionKey.equals(initKey)) throw new Error('MLS: the init key of a key package is its encryption key.');
  reader.vector(); // extensions
  const content = reader.since(0);
  if (!isSignedBy(signatureKey, { label: 'KeyPackageTBS', content, signature: reader.vector() })) {
    throw new Error('MLS: the signature of a key package does not fit.');
  }
  return userId;
}
