/**
 * Channel: those who hear each other, clients and ghosts. Tells them who comes and goes, and forwards what clients say (a selective
 * forwarding unit: it opens the transport's cipher, never the frames).
 */
import { createGhost, type Ghost, type GhostOptions, type GhostRecord } from './dave/ghost.ts';
import type { Group } from './dave/group.ts';
import type { Member } from './dave/member.ts';
import { opcodes } from './gateway/opcodes.ts';
import type { Session } from './session.ts';
import type { Datagram, VoiceSocket } from './transport/voice-socket.ts';

export interface Channel {
  readonly group: Group;
  /** After its session description. */
  enter(session: Session): void;
  leave(session: Session): void;
  speaking(session: Session, flags: number): void;
  /** Returns the Opus packet of a frame that a ghost could decrypt. */
  forward(datagram: Datagram): Buffer | undefined;
  ghost(userId: string, options?: GhostOptions): Ghost;
}

export interface ChannelOptions {
  readonly id: string;
  readonly socket: VoiceSocket;
  readonly group: Group;
  readonly changed: () => void;
}

export function createChannel({ id, socket, group, changed }: ChannelOptions): Channel {
  const sessions = new Set<Session>();
  const ghosts = new Set<GhostRecord>();
  const members = (): Member[] => [...sessions, ...ghosts].map(({ member }) => member);
  const othersThan = (member: Member) => members().filter(other => other !== member);
  const speakingOf = ({ seat, ssrc, speaking = 0 }: Session) => ({ user_id: seat.userId, ssrc, speaking });

  const introduce = (member: Member) => {
    const others = othersThan(member);
    if (others.length > 0) member.json(opcodes.clientsConnect, { user_ids: others.map(({ userId }) => userId) });
    for (const other of others) other.json(opcodes.clientsConnect, { user_ids: [member.userId] });
  };
  const farewell = (member: Member) => {
    for (const other of othersThan(member)) other.json(opcodes.clientDisconnect, { user_id: member.userId });
    group.leave(member);
    changed();
  };
  const tellSpeaking = (session: Session) => {
    for (const other of sessions) if (other !== session) other.outbox.json(opcodes.speaking, speakingOf(session));
  };

  return {
    group,
    enter(session) {
      sessions.add(session);
      introduce(session.member);
      for (const other of sessions) if (other !== session) session.outbox.json(opcodes.speaking, speakingOf(other));
      tellSpeaking(session);
      group.enter(session.member);
      changed();
    },
    leave(session) {
      if (sessions.delete(session)) farewell(session.member);
    },
    speaking(session, flags) {
      session.speaking = flags;
      tellSpeaking(session);
    },
    forward(datagram) {
      for (const other of sessions) if (other !== datagram.session) socket.forward(datagram, other);
      const frame = { userId: datagram.session.seat.userId, payload: datagram.payload, atMs: datagram.atMs };
      const decrypted = datagram.kind === 'E' ? [...ghosts].map(ghost => ghost.hear(frame)) : [];
      return decrypted.find(opus => opus !== undefined);
    },
    ghost(userId, options = {}) {
      if (members().some(member => member.userId === userId)) throw new Error(`User ${userId} is in channel ${id} already.`);
      const leave = () => {
        if (ghosts.delete(record)) farewell(record.member);
      };
      const record = createGhost({ userId, channelId: id, group, leave }, options);
      ghosts.add(record);
      introduce(record.member);
      group.enter(record.member);
      if (group.version > 0) record.begin();
      changed();
      return record.view;
    },
  };
}
