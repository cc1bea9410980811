/**
 * External sender: the server as MLS knows it, who proposes to add and to remove but is no member. Sources: RFC 9420, sections 6.1, 12.1
 * and 12.1.8; DAVE protocol, "dave_mls_external_sender_package (25)".
 */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyPackage } from './key-package.ts';
import { BASIC_CREDENTIAL, MLS_VERSION } from './leaf-node.ts';
import { uint8, uint16, uint32, uint64, vector } from './presentation.ts';
import { pointOf, referenceOf, signLabelled } from './signature.ts';

export interface ExternalSender {
  /** The body of opcode 25. */
  readonly announcement: Buffer;
  add(group: GroupState, keyPackage: Pick<KeyPackage, 'bytes'>): SignedProposal;
  remove(group: GroupState, leafIndex: number): SignedProposal;
}

export interface GroupState {
  /** 8 bytes. */
  readonly groupId: Buffer;
  readonly epoch: bigint;
}

export interface SignedProposal {
  /** An MLSMessage. */
  readonly message: Buffer;
  /** What a commit names it by. */
  readonly reference: Buffer;
}

const PUBLIC_MESSAGE = 1;
const EXTERNAL_SENDER = 2;
const PROPOSAL = 2;
const proposalTypes = { add: 1, remove: 3 } as const;

export function createExternalSender(): ExternalSender {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const identity = vector(Buffer.from('consonant'));
  const propose = ({ groupId, epoch }: GroupState, proposal: Buffer): SignedProposal => {
    const sender = Buffer.concat([uint8(EXTERNAL_SENDER), uint32(0)]); // the first and only one of the group
    const content = Buffer.concat([vector(groupId), uint64(epoch), sender, vector(), uint8(PROPOSAL), proposal]);
    const head = Buffer.concat([uint16(MLS_VERSION), uint16(PUBLIC_MESSAGE)]);
    const signature = vector(signLabelled(privateKey, { label: 'FramedContentTBS', content: Buffer.concat([head, content]) }));
    const authenticated = Buffer.concat([uint16(PUBLIC_MESSAGE), content, signature]);
    return {
      message: Buffer.concat([head, content, signature]),
      reference: referenceOf({ label: 'Proposal Reference', content: authenticated }),
    };
  };
  return {
    announcement: Buffer.concat([vector(pointOf(publicKey)), uint16(BASIC_CREDENTIAL), identity]),
    add: (group, { bytes }) => propose(group, Buffer.concat([uint16(proposalTypes.add), bytes])),
    remove: (group, leafIndex) => propose(group, Buffer.concat([uint16(proposalTypes.remove), uint32(leafIndex)])),
  };
}

/** A group is named by its channel. */
export function groupIdOf(channelId: string): Buffer {
  return uint64(BigInt(channelId));
}
