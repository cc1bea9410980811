/**
 * Commit: what a member sends with opcode 28, perhaps with a welcome behind it. Its signature and tags need secrets and the tree, which
 * only members have; they check them. Sources: RFC 9420, sections 6.1, 6.2 and 12.4; DAVE protocol, "dave_mls_commit_welcome (28)".
 */
import { type LeafNode, MLS_VERSION, readLeafNode } from './leaf-node.ts';
import { createReader, type Reader, readAll } from './presentation.ts';

export interface Commit {
  /** An MLSMessage, as received. */
  readonly bytes: Buffer;
  readonly groupId: Buffer;
  readonly epoch: bigint;
  readonly senderLeaf: number;
  /** References of the proposals, in the order of the commit. */
  readonly references: readonly Buffer[];
  /** The committer's new leaf, where it renews its keys. */
  readonly leaf?: LeafNode;
}

const PUBLIC_MESSAGE = 1;
const MEMBER_SENDER = 1;
const COMMIT = 3;
const BY_REFERENCE = 2;

/** Throws an Error where it is no commit, or one that holds proposals of its own. */
export function readCommitWelcome(body: Buffer): { readonly commit: Commit; readonly welcomeBytes?: Buffer } {
  const reader = createReader(body);
  const commit = readCommit(reader);
  return { commit, welcomeBytes: reader.isAtEnd ? undefined : reader.rest() };
}

function readCommit(reader: Reader): Commit {
  requireEqual(reader.uint16(), MLS_VERSION, 'version');
  requireEqual(reader.uint16(), PUBLIC_MESSAGE, 'wire format');
  const groupId = reader.vector();
  const epoch = reader.uint64();
  requireEqual(reader.uint8(), MEMBER_SENDER, 'sender type');
  const senderLeaf = reader.uint32();
  reader.vector(); // authenticated data
  requireEqual(reader.uint8(), COMMIT, 'content type');
  const references = readAll(reader.vector(), item => {
    requireEqual(item.uint8(), BY_REFERENCE, 'kind of a proposal');
    return item.vector();
  });
  const leaf = readPath(reader, { groupId, leafIndex: senderLeaf });
  for (const _ of ['signature', 'confirmation tag', 'membership tag']) reader.vector();
  return { bytes: reader.since(0), groupId, epoch, senderLeaf, references, leaf };
}

function readPath(reader: Reader, place: { groupId: Buffer; leafIndex: number }): LeafNode | undefined {
  if (reader.uint8() === 0) return undefined;
  const leaf = readLeafNode(reader, place);
  reader.vector(); // path nodes
  return leaf;
}

function requireEqual(actual: number, expected: number, what: string): void {
  if (actual !== expected) throw new Error(`MLS: the ${what} of a commit is ${actual}, not ${expected}.`);
}
