/** Channel: the sessions that hear each other. Tells them who comes and goes and forwards what they say (a selective forwarding unit). */
import { type Opcode, opcodes } from './gateway/opcodes.ts';
import type { Session } from './session.ts';
import type { Datagram, VoiceSocket } from './transport/voice-socket.ts';

export interface Channel {
  readonly id: string;
  readonly members: readonly Session[];
  /** After its session description. */
  enter(session: Session): void;
  leave(session: Session): void;
  speaking(session: Session, flags: number): void;
  forward(datagram: Datagram): void;
}

export function createChannel(id: string, { socket }: { socket: VoiceSocket }): Channel {
  const members: Session[] = [];
  const tellOthers = (session: Session, op: Opcode, d: unknown) => {
    for (const other of members) if (other !== session) other.outbox.json(op, d);
  };
  const speakingOf = ({ seat, ssrc, speaking = 0 }: Session) => ({ user_id: seat.userId, ssrc, speaking });

  return {
    id,
    members,
    enter(session) {
      const others = [...members];
      members.push(session);
      if (others.length > 0) {
        session.outbox.json(opcodes.clientsConnect, { user_ids: others.map(({ seat }) => seat.userId) });
      }
      tellOthers(session, opcodes.clientsConnect, { user_ids: [session.seat.userId] });
      for (const other of others) session.outbox.json(opcodes.speaking, speakingOf(other));
      tellOthers(session, opcodes.speaking, speakingOf(session));
    },
    leave(session) {
      const at = members.indexOf(session);
      if (at < 0) return;
      members.splice(at, 1);
      tellOthers(session, opcodes.clientDisconnect, { user_id: session.seat.userId });
    },
    speaking(session, flags) {
      session.speaking = flags;
      tellOthers(session, opcodes.speaking, speakingOf(session));
    },
    forward(datagram) {
      for (const other of members) if (other !== datagram.session) socket.forward(datagram, other);
    },
  };
}
