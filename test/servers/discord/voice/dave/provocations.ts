/**
 * Provocations: messages of the handshake that no client can process. Some make @discordjs/voice throw where nobody catches. Each is sent
 * to one client only.
 */
import { DAVESession } from '@snazzah/davey';
import { opcodes } from '../gateway/opcodes.ts';
import { createExternalSender, groupIdOf } from '../mls/external-sender.ts';
import { uint8, vector } from '../mls/presentation.ts';
import type { Group } from './group.ts';
import type { Member } from './member.ts';

export type Provocation =
  | 'unexpected-user' // proposes to add somebody whom opcode 11 did not name
  | 'bad-signature' // a proposal that is signed by another key
  | 'wrong-epoch'
  | 'wrong-group'
  | 'remove-self' // proposes to remove the client that it is sent to
  | 'unreadable-proposals'
  | 'external-sender-again' // opcode 25 while the client is in a group, or has no session
  | 'unreadable-external-sender';

export interface ProvocationTarget {
  readonly member: Member;
  readonly group: Group;
  readonly channelId: string;
}

/** Nobody else in the tests has it. */
const STRANGER = '999999999999999999';

export function provoke(provocation: Provocation, { member, group, channelId }: ProvocationTarget): void {
  const state = { groupId: groupIdOf(channelId), epoch: BigInt(group.epoch ?? 0) };
  const leaf = Math.max(0, group.userIds.indexOf(member.userId));
  const stranger = () => ({ bytes: new DAVESession(1, STRANGER, channelId).getSerializedKeyPackage() });
  const propose = ({ message }: { message: Buffer }) => {
    member.binary(opcodes.proposals, Buffer.concat([uint8(0), vector(message)]));
  };
  const { sender } = group;
  const acts: Readonly<Record<Provocation, () => void>> = {
    'unexpected-user': () => propose(sender.add(state, stranger())),
    'bad-signature': () => propose(createExternalSender().add(state, stranger())),
    'wrong-epoch': () => propose(sender.add({ ...state, epoch: state.epoch + 7n }, stranger())),
    'wrong-group': () => propose(sender.add({ ...state, groupId: groupIdOf('1') }, stranger())),
    'remove-self': () => propose(sender.remove(state, leaf)),
    'unreadable-proposals': () => member.binary(opcodes.proposals, Buffer.of(0, 3, 1, 2, 3)),
    'external-sender-again': () => member.binary(opcodes.externalSender, sender.announcement),
    'unreadable-external-sender': () => member.binary(opcodes.externalSender, Buffer.of(1, 2, 3)),
  };
  acts[provocation]();
}
