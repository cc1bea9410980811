/** Leaf node: a member's keys and identity in key packages and commits. Sources: RFC 9420, section 7.2; DAVE protocol, "MLS Parameters". */
import { type Reader, readAll, uint32, vector } from './presentation.ts';
import { isSignedBy } from './signature.ts';

export const MLS_VERSION = 1;
/** MLS_128_DHKEMP256_AES128GCM_SHA256_P256 */
export const CIPHERSUITE = 2;
export const BASIC_CREDENTIAL = 1;
const USER_ID_BYTES = 8;
const MAX_UINT64 = 2n ** 64n - 1n;
const sources = { keyPackage: 1, update: 2, commit: 3 } as const;

export interface LeafNode {
  readonly userId: string;
  readonly encryptionKey: Buffer;
  readonly signatureKey: Buffer;
}

/** Where it lies; undefined: in a key package. */
export interface LeafPlace {
  readonly groupId: Buffer;
  readonly leafIndex: number;
}

/** Throws an Error for anything that DAVE does not allow, or whose signature does not fit. */
export function readLeafNode(reader: Reader, place?: LeafPlace): LeafNode {
  const start = reader.position;
  const encryptionKey = reader.vector();
  const signatureKey = reader.vector();
  const userId = readIdentity(reader);
  requireCapabilities(reader);
  requireSource(reader, place ? sources.commit : sources.keyPackage);
  reader.vector(); // extensions
  const unsigned = reader.since(start);
  const content = place ? Buffer.concat([unsigned, vector(place.groupId), uint32(place.leafIndex)]) : unsigned;
  if (!isSignedBy(signatureKey, { label: 'LeafNodeTBS', content, signature: reader.vector() })) {
    throw new Error('MLS: the signature of a leaf node does not fit.');
  }
  return { userId, encryptionKey, signatureKey };
}

function readIdentity(reader: Reader): string {
  if (reader.uint16() !== BASIC_CREDENTIAL) throw new Error('MLS: only basic credentials are allowed.');
  const identity = reader.vector();
  if (identity.length !== USER_ID_BYTES) throw new Error(`MLS: an identity of ${identity.length} bytes.`);
  return identity.readBigUInt64BE().toString();
}

function requireCapabilities(reader: Reader): void {
  const numbers = () => readAll(reader.vector(), item => item.uint16());
  const [versions, ciphersuites, , , credentials] = [numbers(), numbers(), numbers(), numbers(), numbers()];
  if (!versions.includes(MLS_VERSION) || !ciphersuites.includes(CIPHERSUITE) || !credentials.includes(BASIC_CREDENTIAL)) {
    throw new Error('MLS: a leaf node does not name what DAVE uses among its capabilities.');
  }
}

function requireSource(reader: Reader, expected: number): void {
  const source = reader.uint8();
  if (source !== expected) throw new Error(`MLS: a leaf node of source ${source} where ${expected} belongs.`);
  if (source === sources.commit)
    reader.vector(); // parent hash
  else if (reader.uint64() !== 0n || reader.uint64() !== MAX_UINT64)
    throw new Error('MLS: the lifetime of a key package is limited.');
}
