import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '../errors.ts';

/**
 * Operation server: how the program is, for whoever runs it: /healthz (it lives), /readyz (it answers people), /metrics (Prometheus), /status
 * (JSON, for `consonant status`). Nothing of a person is in it; still it listens on loopback unless told otherwise.
 */
export interface OperationServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface OperationParts {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly metrics: () => Promise<string>;
  /** What is not ready yet, in words; empty when all is. */
  readonly missing: () => readonly string[];
  readonly status: () => object;
}

const timeoutMs = 10_000;

export async function startOperationServer({ host, port, metrics, missing, status }: OperationParts): Promise<OperationServer> {
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': async response => send(response, 200, 'alive\n'),
    '/readyz': async response => {
      const absent = missing();
      send(response, absent.length === 0 ? 200 : 503, absent.length === 0 ? 'ready\n' : `not ready: ${absent.join(', ')}\n`);
    },
    '/metrics': async response => send(response, 200, await metrics(), 'text/plain; version=0.0.4; charset=utf-8'),
    '/status': async response => send(response, 200, JSON.stringify(status()), 'application/json'),
  };
  const server = createServer({ requestTimeout: timeoutMs, headersTimeout: timeoutMs }, (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (!route) send(response, 404, `There are ${Object.keys(routes).join(', ')}.\n`);
    else if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, 'Only GET.\n');
    else void route(response).catch(() => send(response, 500, 'Something broke; the log says more.\n'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(cannotListen({ host, port }, error)));
    server.listen(port, host, resolve);
  });
  const { address, family, port: own } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${own}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response
    .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .end(body);
}

function cannotListen({ host, port }: { readonly host: string; readonly port: number }, error: Error): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'there is no such host',
  };
  if (!Object.hasOwn(reasons, code)) return error;
  const text = `Cannot listen on ${host}:${port}: ${reasons[code]}. Change operation.host or operation.port, or leave operation.port out.`;
  return new Refusal('operation-port', text, { values: { host, port } });
}
