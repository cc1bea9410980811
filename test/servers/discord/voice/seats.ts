/** Seats: who may connect, as the main gateway said it. A token is good for one seat, until the next one for the same user and guild. */
import { randomBytes } from 'node:crypto';
import { closeCodes, GatewayClose } from './gateway/opcodes.ts';

export interface Seat {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Of the main gateway's VOICE_STATE_UPDATE. */
  readonly sessionId: string;
  /** Stage channels are not end-to-end encrypted. Default voice. */
  readonly kind?: 'voice' | 'stage';
}

/** What VOICE_SERVER_UPDATE tells. */
export interface Allocation {
  readonly token: string;
  /** "localhost:12345" */
  readonly endpoint: string;
}

export interface Credentials {
  readonly server_id: string;
  readonly user_id?: string;
  readonly session_id: string;
  readonly token: string;
}

export interface Seats {
  /** A fresh token. */
  grant(seat: Seat): string;
  revoke(guildId: string, userId: string): void;
  /** Throws a GatewayClose with the code for what does not fit. */
  check(credentials: Credentials): Seat;
}

export function createSeats(): Seats {
  const seats = new Map<string, Seat>(); // by token
  const revoke = (guildId: string, userId: string) => {
    for (const [token, seat] of seats) if (seat.guildId === guildId && seat.userId === userId) seats.delete(token);
  };
  return {
    revoke,
    grant(seat) {
      revoke(seat.guildId, seat.userId);
      const token = randomBytes(12).toString('hex');
      seats.set(token, { ...seat }); // so that the session of an earlier token cannot be resumed with this one
      return token;
    },
    check({ server_id, user_id, session_id, token }) {
      if (![...seats.values()].some(seat => seat.guildId === server_id)) {
        throw new GatewayClose(closeCodes.serverNotFound, 'Nobody was given a seat in this guild.');
      }
      const seat = seats.get(token);
      if (!seat || seat.guildId !== server_id || seat.userId !== (user_id ?? seat.userId)) {
        throw new GatewayClose(closeCodes.authenticationFailed, 'The token is not the one of this user in this guild.');
      }
      if (seat.sessionId !== session_id)
        throw new GatewayClose(closeCodes.sessionNotValid, 'The session is not the one of the token.');
      return seat;
    },
  };
}
