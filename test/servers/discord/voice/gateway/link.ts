/**
 * Link: one websocket of the voice gateway. Lets only what is well-formed and in order through, keeps the heartbeat's time, and closes with
 * the documented code for everything else.
 */
import type { RawData, WebSocket } from 'ws';
import { closeCodes, GatewayClose, opcodes } from './opcodes.ts';
import { type BinaryMessage, type JsonMessage, type Payload, readBinary, readJson } from './payloads.ts';

export interface LinkHandlers {
  identify(payload: Payload<typeof opcodes.identify>): void;
  resume(payload: Payload<typeof opcodes.resume>): void;
  heartbeat(payload: Payload<typeof opcodes.heartbeat>): void;
  /** Whatever else is allowed once one of the first two succeeded. */
  message(message: JsonMessage | BinaryMessage): void;
  /** It is about to be closed for this. */
  refused(close: GatewayClose): void;
  closed(code: number): void;
  /** After each of them. */
  changed(): void;
}

export interface LinkOptions {
  readonly socket: WebSocket;
  readonly heartbeatIntervalMs: number;
  readonly handlers: LinkHandlers;
}

export function openLink({ socket, heartbeatIntervalMs, handlers }: LinkOptions): void {
  let isKnown = false;
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof GatewayClose)) throw error;
      handlers.refused(error);
      socket.close(error.code, error.message.slice(0, 100));
    }
    handlers.changed();
  };
  const timeOut = () => {
    attempt(() => {
      throw new GatewayClose(closeCodes.sessionTimedOut, 'No heartbeat came in time.');
    });
  };
  const pulse = watchPulse(heartbeatIntervalMs, timeOut);

  const handle = (message: JsonMessage | BinaryMessage) => {
    if (message.op === opcodes.heartbeat) {
      pulse.beat();
      return handlers.heartbeat(message.d);
    }
    const begins = message.op === opcodes.identify || message.op === opcodes.resume;
    if (begins && isKnown) throw new GatewayClose(closeCodes.alreadyAuthenticated, 'Identified twice.');
    if (!begins && !isKnown) throw new GatewayClose(closeCodes.notAuthenticated, `Opcode ${message.op} before identify.`);
    if (message.op === opcodes.identify) handlers.identify(message.d);
    else if (message.op === opcodes.resume) handlers.resume(message.d);
    else handlers.message(message);
    isKnown ||= begins;
  };

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    attempt(() => handle(isBinary ? readBinary(data as Buffer) : readJson((data as Buffer).toString())));
  });
  socket.on('close', code => {
    pulse.stop();
    handlers.closed(code);
    handlers.changed();
  });
  socket.on('error', () => socket.terminate());
  socket.send(JSON.stringify({ op: opcodes.hello, d: { v: 8, heartbeat_interval: heartbeatIntervalMs } }));
}

/**
 * Calls `timeOut` two and a half intervals after the last beat; the real gateway's patience is not documented. In two steps, the second of
 * which begins when this process is awake, so that a beat which waits in a socket of a busy machine still counts.
 */
function watchPulse(intervalMs: number, timeOut: () => void) {
  let timer: NodeJS.Timeout;
  const beat = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = setTimeout(timeOut, intervalMs).unref();
    }, intervalMs * 1.5).unref();
  };
  beat();
  return { beat, stop: () => clearTimeout(timer) };
}
