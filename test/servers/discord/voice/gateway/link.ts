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
  /** Whatever else is allowed once one of these succeeded. */
  message(message: JsonMessage | BinaryMessage): void;
  /** A GatewayClose was sent. */
  refused(close: GatewayClose): void;
  closed(code: number): void;
}

export interface LinkOptions {
  readonly socket: WebSocket;
  readonly heartbeatIntervalMs: number;
  readonly handlers: LinkHandlers;
}

/** A heartbeat that is late by less is forgiven; the real gateway's number is not documented. */
const HEARTBEAT_PATIENCE = 2.5;

export function openLink({ socket, heartbeatIntervalMs, handlers }: LinkOptions): void {
  let isKnown = false;
  const refuse = (error: unknown) => {
    if (!(error instanceof GatewayClose)) throw error;
    if (socket.readyState === socket.OPEN) handlers.refused(error);
    socket.close(error.code, error.message.slice(0, 120));
  };
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      refuse(error);
    }
  };
  const timedOut = () => refuse(new GatewayClose(closeCodes.sessionTimedOut, 'No heartbeat came in time.'));
  const timer = setTimeout(timedOut, heartbeatIntervalMs * HEARTBEAT_PATIENCE).unref();

  const handle = (message: JsonMessage | BinaryMessage) => {
    const begins = message.op === opcodes.identify || message.op === opcodes.resume;
    if (begins && isKnown) throw new GatewayClose(closeCodes.alreadyAuthenticated, 'Identified twice.');
    if (!begins && !isKnown && message.op !== opcodes.heartbeat) {
      throw new GatewayClose(closeCodes.notAuthenticated, `Opcode ${message.op} before identify.`);
    }
    if (message.op === opcodes.heartbeat) {
      timer.refresh();
      handlers.heartbeat(message.d);
    } else if (message.op === opcodes.identify) handlers.identify(message.d);
    else if (message.op === opcodes.resume) handlers.resume(message.d);
    else handlers.message(message);
    isKnown ||= begins;
  };

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    attempt(() => handle(isBinary ? readBinary(data as Buffer) : readJson((data as Buffer).toString())));
  });
  socket.on('close', code => {
    clearTimeout(timer);
    handlers.closed(code);
  });
  socket.on('error', () => socket.terminate());
  socket.send(JSON.stringify({ op: opcodes.hello, d: { v: 8, heartbeat_interval: heartbeatIntervalMs } }));
}
