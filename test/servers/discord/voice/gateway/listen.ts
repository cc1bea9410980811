/** Listen: the port that voice websockets come to, over TLS. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { trustedCertificate } from '../certificate.ts';
import type { Violation } from '../violations.ts';
import { closeCodes } from './opcodes.ts';

export interface Listener {
  /** "localhost:12345" */
  readonly endpoint: string;
  readonly certificatePath: string;
  /** Cuts every connection. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly accept: (socket: WebSocket) => void;
  readonly report: (violation: Violation) => void;
}

export async function listen({ accept, report }: ListenOptions): Promise<Listener> {
  const { pem, path, privateKeyPem } = trustedCertificate();
  const https = createServer({ cert: pem, key: privateKeyPem }).listen(0, '127.0.0.1');
  const websockets = new WebSocketServer({ server: https });
  const connections = new Set<Socket>();
  https.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  websockets.on('connection', (socket, request) => {
    const version = new URL(request.url ?? '/', 'wss://localhost').searchParams.get('v');
    if (version === '8') return accept(socket);
    report({ rule: 'gateway', detail: `Version ${version} of the voice gateway was asked for; this one speaks version 8.` });
    socket.close(closeCodes.badRequest);
  });
  await once(https, 'listening');
  return {
    endpoint: `localhost:${(https.address() as AddressInfo).port}`,
    certificatePath: path,
    async close() {
      const closed = new Promise(resolve => https.close(resolve));
      websockets.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}
