/**
 * Group: the server's side of one channel's DAVE handshake. It is the external sender of a true MLS group: it proposes who is added and
 * removed, takes the first commit that fits, and hands commit and welcome on. It never holds a key of the group.
 * Source: DAVE protocol 1.1, "Voice Gateway Opcodes" and "Group Changes".
 */
import { closeCodes, GatewayClose, opcodes } from '../gateway/opcodes.ts';
import { type Commit, readCommitWelcome } from '../mls/commit.ts';
import { createExternalSender, type ExternalSender, groupIdOf, type SignedProposal } from '../mls/external-sender.ts';
import { type KeyPackage, readKeyPackage } from '../mls/key-package.ts';
import { uint8, uint16, vector } from '../mls/presentation.ts';
import { readWelcome, type Welcome } from '../mls/welcome.ts';
import type { Member } from './member.ts';
import { createTransitions } from './transitions.ts';
import { createTree, type Tree } from './tree.ts';

export interface Group {
  /** What opcode 4 tells a newcomer. */
  readonly version: number;
  /** Undefined while there is no group. */
  readonly epoch: number | undefined;
  readonly userIds: readonly string[];
  /** The user is in the group and nobody is asked to change anything: what it sends has to be encrypted. */
  holds(userId: string): boolean;
  /** Everybody is in, or the only one is; nothing is proposed, no transition is open. */
  readonly isSettled: boolean;
  /** Every opcode 31. */
  readonly recoveries: readonly { readonly userId: string; readonly transitionId: number }[];
  readonly sender: ExternalSender;
  /** Somebody who has the session description, and who was told to everybody. */
  enter(member: Member): void;
  leave(member: Member): void;
  /** Each throws a GatewayClose for what no client may send. */
  keyPackage(member: Member, body: Buffer): void;
  commitWelcome(member: Member, body: Buffer): void;
  transitionReady(member: Member, transitionId: number): void;
  recover(member: Member, transitionId: number): void;
  downgrade(): void;
  /** Begins a group anew, also where end-to-end encryption was on: everybody makes a new key package. */
  recreate(): void;
  stop(): void;
}

export interface GroupOptions {
  readonly channelId: string;
  readonly version: number;
  readonly usesTransitionZero: () => boolean;
  readonly changed: () => void;
}

type Proposal = SignedProposal & ({ readonly keyPackage: KeyPackage } | { readonly leaf: number; readonly userId: string });

export function createGroup({ channelId, usesTransitionZero, changed, ...options }: GroupOptions): Group {
  const groupId = groupIdOf(channelId);
  const sender = createExternalSender();
  const transitions = createTransitions({ zero: usesTransitionZero, changed });
  const members = new Map<string, Member>();
  const pending = new Map<string, KeyPackage>(); // of those who are in no group yet
  const owed = new Map<Member, number>(); // key packages that were asked for and are on their way
  const recoveries: { userId: string; transitionId: number }[] = [];
  let version = options.version;
  let group: { epoch: bigint; readonly tree: Tree } | undefined;
  let inFlight: Proposal[] = []; // proposed in this epoch and not committed

  const state = () => ({ groupId, epoch: group?.epoch ?? 0n });
  const proposeAdd = (keyPackage: KeyPackage): Proposal => ({ ...sender.add(state(), keyPackage), keyPackage });
  const isRemoved = (userId: string) => inFlight.some(proposal => 'leaf' in proposal && proposal.userId === userId);

  /** Those who hold the group's secrets, or their own group of one before there is a common one, and stay. */
  const committers = (): Member[] => {
    const userIds = group ? group.tree.userIds.filter(userId => !isRemoved(userId)) : [...pending.keys()];
    return userIds.map(userId => members.get(userId)).filter(member => member !== undefined);
  };
  const append = (to: Member, proposals: readonly Proposal[]) => {
    const others = proposals.filter(proposal => !('keyPackage' in proposal && proposal.keyPackage.userId === to.userId));
    if (others.length === 0) return;
    to.binary(opcodes.proposals, Buffer.concat([uint8(0), vector(...others.map(({ message }) => message))]));
  };
  const propose = (...proposals: readonly Proposal[]) => {
    inFlight.push(...proposals);
    for (const member of committers()) append(member, proposals);
  };
  const revoke = (userId: string) => {
    const revoked = inFlight.filter(proposal => 'keyPackage' in proposal && proposal.keyPackage.userId === userId);
    inFlight = inFlight.filter(proposal => !revoked.includes(proposal));
    const references = vector(...revoked.map(({ reference }) => vector(reference)));
    if (revoked.length === 0) return;
    for (const member of committers()) {
      if (member.userId !== userId) member.binary(opcodes.proposals, Buffer.concat([uint8(1), references]));
    }
  };
  const proposePending = () => propose(...[...pending.values()].map(proposeAdd));
  const dissolve = () => {
    group = undefined;
    inFlight = [];
    proposePending();
  };

  const owe = (member: Member, change: 1 | -1) => owed.set(member, Math.max(0, (owed.get(member) ?? 0) + change));

  const enter = (member: Member) => {
    members.set(member.userId, member);
    if (version === 0) return;
    owe(member, 1);
    member.binary(opcodes.externalSender, sender.announcement);
  };

  const leave = (member: Member) => {
    if (members.get(member.userId) !== member) return;
    members.delete(member.userId);
    owed.delete(member);
    transitions.forget(member);
    revoke(member.userId);
    pending.delete(member.userId);
    const leaf = group?.tree.leafOf(member.userId);
    if (leaf === undefined) return;
    const others = group!.tree.userIds.map(userId => members.get(userId)).filter(other => other !== undefined);
    if (others.length > 1) return removeLeaf(leaf);
    dissolve();
    if (others.length === 1) makeSole(others[0]);
  };

  const beginEpoch = (member: Member) => {
    owe(member, 1);
    member.json(opcodes.prepareEpoch, { epoch: 1, protocol_version: version });
  };

  /** Alone there is no group: it waits with a key package until somebody comes. */
  const makeSole = (last: Member) => {
    beginEpoch(last);
    last.json(opcodes.prepareTransition, { transition_id: 0, protocol_version: version });
  };

  const removeLeaf = (leaf: number) => {
    const userId = group!.tree.userAt(leaf)!;
    if (isRemoved(userId)) return;
    propose({ ...sender.remove(state(), leaf), leaf, userId });
    if (committers().length === 0) dissolve(); // nobody is left who could commit
  };

  const keyPackage = (member: Member, body: Buffer) => {
    const received = understood(() => readKeyPackage(body));
    if (received.userId !== member.userId) {
      throw new GatewayClose(closeCodes.payloadNotUnderstood, `The key package of user ${received.userId}.`);
    }
    owe(member, -1);
    if (version === 0 || owed.get(member)! > 0) return; // the session that made it is gone: a later one follows
    revoke(member.userId);
    const leaf = group?.tree.leafOf(member.userId);
    if (leaf !== undefined) removeLeaf(leaf);
    const earlier = [...inFlight];
    pending.set(member.userId, received);
    propose(proposeAdd(received));
    if (!group) append(member, earlier);
  };

  const commitWelcome = (member: Member, body: Buffer) => {
    const { commit, welcomeBytes } = understood(() => readCommitWelcome(body));
    if (!commit.groupId.equals(groupId)) throw new GatewayClose(closeCodes.payloadNotUnderstood, 'A commit for another group.');
    const committed = matches(member, commit);
    if (!committed) return; // somebody else was faster, or something was proposed meanwhile
    const welcome = welcomeBytes && understood(() => readWelcome(welcomeBytes));
    apply(member, { commit, committed, welcome });
  };

  /** The proposals of the commit in its order; undefined where it is not the one that this epoch needs. */
  const matches = (member: Member, { epoch, senderLeaf, references }: Commit): Proposal[] | undefined => {
    if (epoch !== state().epoch || !committers().includes(member)) return undefined;
    if (group && group.tree.userAt(senderLeaf) !== member.userId) return undefined;
    const expected = inFlight.filter(item => !('keyPackage' in item && item.keyPackage.userId === member.userId));
    const found = references.flatMap(reference => expected.find(item => item.reference.equals(reference)) ?? []);
    const isWhole = found.length === references.length && new Set(found).size === expected.length;
    return isWhole && found.length > 0 ? found : undefined;
  };

  const apply = (
    committer: Member,
    { commit, committed, welcome }: { commit: Commit; committed: Proposal[]; welcome?: Welcome },
  ) => {
    const added = committed.flatMap(item => ('keyPackage' in item ? [item.keyPackage] : []));
    requireWelcome(added, welcome);
    group ??= { epoch: 0n, tree: createTree(committer.userId) };
    const { tree } = group;
    for (const item of committed) if ('leaf' in item) tree.remove(item.leaf);
    const stayed = tree.userIds.map(userId => members.get(userId)).filter(member => member !== undefined);
    for (const { userId } of added) tree.add(userId);
    for (const { userId } of [...added, committer]) pending.delete(userId);
    group.epoch++;
    inFlight = [];
    const newcomers = added.map(({ userId }) => members.get(userId)!);
    const transition = uint16(transitions.begin([...stayed, ...newcomers]));
    for (const member of stayed) member.binary(opcodes.announceCommit, Buffer.concat([transition, commit.bytes]));
    for (const { userId, reference } of added) {
      members.get(userId)!.binary(opcodes.welcome, Buffer.concat([transition, welcome!.for(reference)]));
    }
    proposePending();
    changed();
  };

  const forgetAll = () => {
    transitions.stop();
    pending.clear();
    dissolve();
  };

  const recreate = () => {
    version = 1;
    forgetAll();
    for (const member of members.values()) {
      beginEpoch(member);
      member.binary(opcodes.externalSender, sender.announcement);
    }
  };

  return {
    sender,
    recoveries,
    enter,
    leave,
    keyPackage,
    commitWelcome,
    recreate,
    get version() {
      return version;
    },
    get epoch() {
      return group && Number(group.epoch);
    },
    get userIds() {
      return group?.tree.userIds ?? [];
    },
    get isSettled() {
      if (transitions.open > 0) return false;
      if (version === 0 || members.size < 2) return true;
      return inFlight.length === 0 && [...members.keys()].every(userId => group?.tree.leafOf(userId) !== undefined);
    },
    holds: userId => transitions.open === 0 && group?.tree.leafOf(userId) !== undefined,
    transitionReady: transitions.ready,
    recover(member, transitionId) {
      recoveries.push({ userId: member.userId, transitionId });
      owe(member, 1);
      transitions.forget(member);
      const leaf = group?.tree.leafOf(member.userId);
      if (leaf !== undefined) removeLeaf(leaf);
    },
    downgrade() {
      version = 0;
      forgetAll();
      const everybody = [...members.values()];
      const transition_id = transitions.begin(everybody);
      for (const member of everybody) member.json(opcodes.prepareTransition, { transition_id, protocol_version: 0 });
    },
    stop: transitions.stop,
  };
}

function understood<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new GatewayClose(closeCodes.payloadNotUnderstood, (error as Error).message);
  }
}

function requireWelcome(added: readonly KeyPackage[], welcome: Welcome | undefined): void {
  const references = welcome?.references ?? [];
  const isWhole =
    added.length === references.length && added.every(({ reference }) => references.some(item => item.equals(reference)));
  if (!isWhole)
    throw new GatewayClose(closeCodes.payloadNotUnderstood, 'The welcome is not for exactly those whom the commit adds.');
}
