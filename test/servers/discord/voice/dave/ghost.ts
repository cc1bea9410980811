/**
 * Ghost: a member of a channel's MLS group without a socket, which decrypts what the others send. It runs the engine that clients run,
 * and answers as late as if a network lay between.
 */
import { DAVESession } from '@snazzah/davey';
import { type Opcode, opcodes } from '../gateway/opcodes.ts';
import type { Group } from './group.ts';
import type { Member } from './member.ts';

export interface Ghost {
  readonly userId: string;
  readonly channelId: string;
  /** It holds the keys of the group. */
  readonly isReady: boolean;
  readonly epoch: number | undefined;
  /** 30 digits, the same for everybody in the group; empty while there is none. */
  readonly voicePrivacyCode: string;
  /** What it could decrypt, in the order of arrival. */
  readonly heard: readonly HeardPacket[];
  /** Frames that came while it was in the group and that it could not decrypt. */
  readonly failures: number;
  /** Says that it could not process something, and asks to be added again. */
  recover(): void;
  leave(): void;
}

export interface HeardPacket {
  readonly userId: string;
  readonly opus: Buffer;
  /** On the clock of performance.now(). */
  readonly atMs: number;
}

export interface GhostOptions {
  /** Whether it answers proposals with a commit; if not, a client has to. Default true. */
  readonly commits?: boolean;
}

/** What the channel holds of it. */
export interface GhostRecord {
  readonly view: Ghost;
  readonly member: Member;
  /** Asks to be added, as a client does when it learns that the channel is encrypted. */
  begin(): void;
  /** The Opus packet, where it can decrypt the frame. */
  hear(frame: { readonly userId: string; readonly payload: Buffer; readonly atMs: number }): Buffer | undefined;
}

export interface GhostPlace {
  readonly userId: string;
  readonly channelId: string;
  readonly group: Group;
  leave(): void;
}

const AUDIO = 0;
const VERSION = 1;

export function createGhost({ userId, channelId, group, leave }: GhostPlace, { commits = true }: GhostOptions): GhostRecord {
  const session = new DAVESession(VERSION, userId, channelId);
  const heard: HeardPacket[] = [];
  const others = new Set<string>();
  let failures = 0;
  let isHere = true;
  const answer = (act: () => void) => setImmediate(() => isHere && act());
  const sendKeyPackage = () => {
    const keyPackage = session.getSerializedKeyPackage();
    answer(() => group.keyPackage(member, keyPackage));
  };

  const jsonHandlers: Partial<Record<Opcode, (d: never) => void>> = {
    [opcodes.clientsConnect]: ({ user_ids }: { user_ids: readonly string[] }) => {
      for (const id of user_ids) others.add(id);
    },
    [opcodes.clientDisconnect]: ({ user_id }: { user_id: string }) => others.delete(user_id),
    [opcodes.prepareTransition]: ({ transition_id }: { transition_id: number }) => ready(transition_id),
    [opcodes.prepareEpoch]: () => {
      session.reinit(VERSION, userId, channelId);
      sendKeyPackage();
    },
  };
  const ready = (transitionId: number) => {
    if (transitionId > 0) answer(() => group.transitionReady(member, transitionId));
  };
  const join = (body: Buffer, process: (message: Buffer) => void) => {
    const transitionId = body.readUInt16BE();
    try {
      process(body.subarray(2));
      ready(transitionId);
    } catch {
      recover(transitionId);
    }
  };
  const recover = (transitionId: number) => {
    answer(() => group.recover(member, transitionId));
    session.reinit(VERSION, userId, channelId);
    sendKeyPackage();
  };
  const binaryHandlers: Partial<Record<Opcode, (body: Buffer) => void>> = {
    [opcodes.externalSender]: body => session.setExternalSender(body),
    [opcodes.proposals]: body => {
      const { commit, welcome } = session.processProposals(body[0], body.subarray(1), [...others]);
      if (commit && commits) answer(() => group.commitWelcome(member, Buffer.concat([commit, welcome ?? Buffer.of()])));
    },
    [opcodes.announceCommit]: body => join(body, message => session.processCommit(message)),
    [opcodes.welcome]: body => join(body, message => session.processWelcome(message)),
  };

  const member: Member = {
    userId,
    json: (op, d) => jsonHandlers[op]?.(d as never),
    binary: (op, body) => binaryHandlers[op]?.(Buffer.from(body)),
  };
  return {
    member,
    begin: sendKeyPackage,
    hear({ userId: from, payload, atMs }) {
      if (!session.ready) return undefined;
      try {
        const opus = session.decrypt(from, AUDIO, payload);
        heard.push({ userId: from, opus, atMs });
        return opus;
      } catch {
        failures++;
        return undefined;
      }
    },
    view: {
      userId,
      channelId,
      heard,
      get isReady() {
        return session.ready;
      },
      get epoch() {
        return session.epoch === null ? undefined : Number(session.epoch);
      },
      get voicePrivacyCode() {
        return session.voicePrivacyCode;
      },
      get failures() {
        return failures;
      },
      recover: () => recover(0),
      leave() {
        if (!isHere) return;
        isHere = false;
        leave();
      },
    },
  };
}
