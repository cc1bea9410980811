/**
 * Voice socket: the UDP side of the server. Answers discovery, opens what clients send with their session's key, and seals it for others.
 * What fits no session is a violation.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import type { Session } from '../session.ts';
import type { Violation } from '../violations.ts';
import { type FrameKind, kindOf } from '../wire-log.ts';
import { discoveryAnswer, readDiscovery } from './discovery.ts';
import { RTP_HEADER_BYTES, type RtpHeader, readRtpHeader } from './rtp.ts';

export interface Datagram {
  readonly session: Session;
  readonly header: RtpHeader;
  readonly headerBytes: Buffer;
  readonly payload: Buffer;
  readonly kind: FrameKind;
  /** The sender's nonce counter. */
  readonly counter: number;
  /** On the clock of performance.now(). */
  readonly atMs: number;
}

export interface VoiceSocketOptions {
  readonly sessionBySsrc: (ssrc: number) => Session | undefined;
  readonly onDatagram: (datagram: Datagram) => void;
  readonly report: (violation: Violation) => void;
}

export interface VoiceSocket {
  readonly port: number;
  /** Forwards a packet to another session under that one's key. */
  forward(datagram: Datagram, to: Session): void;
  close(): Promise<void>;
}

const KEEP_ALIVE_BYTES = 8;
/** Discard: nobody listens there. */
const WRONG_PORT = 9;
/** Minutes of speech that arrive while a busy machine does something else would be lost in the default of some systems. */
const RECEIVE_BUFFER_BYTES = 1 << 22;

export async function openVoiceSocket({ sessionBySsrc, onDatagram, report }: VoiceSocketOptions): Promise<VoiceSocket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  let isOpen = true;
  const send = (bytes: Buffer, { address, port }: Pick<RemoteInfo, 'address' | 'port'>) => {
    if (isOpen) socket.send(bytes, port, address);
  };

  socket.on('message', (bytes, remote) => {
    const atMs = performance.now();
    const asking = readDiscovery(bytes);
    if (asking !== undefined) return answer(asking, remote);
    if (bytes.length === KEEP_ALIVE_BYTES) return;
    try {
      receive(bytes, remote, atMs);
    } catch (error) {
      report({ rule: 'datagram', detail: (error as Error).message });
    }
  });

  const answer = (ssrc: number, remote: RemoteInfo) => {
    const session = sessionBySsrc(ssrc);
    if (!session) return report({ rule: 'datagram', detail: `Discovery for ssrc ${ssrc}, which nobody has.` });
    const { address, port } = remote;
    session.address ??= { address, port };
    const { discovery, discoveryDelayMs } = session.faults;
    if (discovery === 'none') return;
    const told = { address, port: discovery === 'wrong' ? WRONG_PORT : port };
    const tell = () => {
      session.told = told;
      send(discoveryAnswer(ssrc, told), remote);
    };
    if (discoveryDelayMs === 0) tell();
    else setTimeout(tell, discoveryDelayMs).unref();
  };

  const receive = (bytes: Buffer, remote: RemoteInfo, atMs: number) => {
    const header = readRtpHeader(bytes);
    const session = sessionBySsrc(header.ssrc);
    if (!session?.cipher) throw new Error(`A packet of ssrc ${header.ssrc}, which has no session description.`);
    const { userId } = session.seat;
    if (session.address?.port !== remote.port || session.address.address !== remote.address) {
      return report({ rule: 'address', userId, detail: 'A packet from another address than discovery saw.' });
    }
    const headerBytes = bytes.subarray(0, RTP_HEADER_BYTES);
    const { plain: payload, counter } = session.cipher.open(bytes.subarray(RTP_HEADER_BYTES), headerBytes);
    onDatagram({ session, header, headerBytes, payload, kind: kindOf(payload), counter, atMs });
  };

  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    forward({ headerBytes, payload }, to) {
      if (!to.cipher || !to.hearsAt || to.faults.loses(to.forwarded++)) return;
      to.counter++;
      send(Buffer.concat([headerBytes, to.cipher.seal(payload, headerBytes, to.counter)]), to.hearsAt);
    },
    async close() {
      isOpen = false;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
