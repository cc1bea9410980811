/** Voice client: one user in one guild as a test sees it, across all sessions that it has there. */
import type { Provocation } from './dave/provocations.ts';
import type { Seat } from './seats.ts';
import type { Session } from './session.ts';
import type { Wait, Waits } from './waits.ts';
import { type ReceivedPacket, wireOf } from './wire-log.ts';

/** One websocket that asked to identify or to resume. */
export interface Attempt {
  readonly kind: 'identify' | 'resume';
  /** On the clock of performance.now(). */
  readonly atMs: number;
  /** Set when the websocket ended. 1006: without a close frame. */
  closeCode?: number;
}

export interface VoiceClient {
  readonly userId: string;
  readonly guildId: string;
  /** Where it sits; undefined without a session. */
  readonly channelId: string | undefined;
  /** It has its session description and may send. */
  readonly isReady: boolean;
  /** Flags of the last opcode 5. */
  readonly speaking: number;
  /** Everything that it sent, of all sessions, in the order of arrival. */
  readonly packets: readonly ReceivedPacket[];
  /** "E75 P76 S4" */
  readonly wire: string;
  readonly attempts: readonly Attempt[];
  /** Resolves once it is true; looks again whenever something arrives from anybody. */
  heard(predicate: (client: VoiceClient) => boolean, wait?: Wait): Promise<void>;
  /** Closes the websocket with this code. The session ends where the code says so, and stays for a resume after 4015 and below 4000. */
  close(code: number): void;
  /** Ends the connection without a close frame. */
  drop(): void;
  /** Sends it something of the DAVE handshake that no client can process. */
  provoke(provocation: Provocation): void;
}

/** What the server itself holds of it. */
export interface ClientRecord {
  readonly view: VoiceClient;
  readonly packets: ReceivedPacket[];
  readonly attempts: Attempt[];
  /** What it was given last. */
  seat?: Seat;
  session?: Session;
  hangUp?: (code: number | 'drop') => void;
}

export interface ClientOptions {
  readonly userId: string;
  readonly guildId: string;
  readonly waits: Waits;
  readonly provoke: (session: Session, provocation: Provocation) => void;
}

export function createClient({ userId, guildId, waits, provoke }: ClientOptions): ClientRecord {
  const packets: ReceivedPacket[] = [];
  const attempts: Attempt[] = [];
  const hangUp = (how: number | 'drop') => {
    if (!record.hangUp) throw new Error(`User ${userId} has no open websocket to close.`);
    record.hangUp(how);
  };
  const view: VoiceClient = {
    userId,
    guildId,
    packets,
    attempts,
    get channelId() {
      return record.session?.seat.channelId;
    },
    get isReady() {
      return record.session?.cipher !== undefined;
    },
    get speaking() {
      return record.session?.speaking ?? 0;
    },
    get wire() {
      return wireOf(packets);
    },
    heard: (predicate, wait) =>
      waits.until(
        () => predicate(view),
        () => `user ${userId} has sent "${view.wire}", which is not what the test waits for.`,
        wait,
      ),
    close: hangUp,
    drop: () => hangUp('drop'),
    provoke(provocation) {
      if (!record.session?.cipher) throw new Error(`User ${userId} is not ready to be provoked.`);
      provoke(record.session, provocation);
    },
  };
  const record: ClientRecord = { view, packets, attempts };
  return record;
}
