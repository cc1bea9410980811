import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * Hub: a server of model files on loopback that answers as Hugging Face does: small files itself, with the commit, and the SHA-1 of git as their ETag. For large
 * files it tells commit, size and SHA-256 and points to another server, whose ETag is a hash of its own that looks like a SHA-256. Breaks off when told to.
 */
export interface Hub {
  readonly endpoint: string;
  /** "GET /owner/name/resolve/main/file" and the range, in order; without those to the server of large files. */
  readonly requests: readonly string[];
  /** The next answer with more content than that stops after so many bytes, until {@link breakOff}. Resolves when they are sent. */
  stopAfter(bytes: number): Promise<void>;
  /** Ends the connection of the answer that has stopped. */
  breakOff(): void;
  /** Tells this checksum in place of the true one. */
  claimChecksum(sha256: string): void;
  /** Points large files to this address in place of the right one. */
  pointTo(address: string): void;
  /** Empties `requests`. */
  forget(): void;
  close(): Promise<void>;
}

export const COMMIT = 'c0ffee0000000000000000000000000000000000';
const largeFiles = /\.(?:bin|safetensors)$/;

export async function startHub(folder: string): Promise<Hub> {
  const requests: string[] = [];
  let stopAfter: number | undefined;
  let stopped: ServerResponse | undefined;
  let sent = Promise.withResolvers<void>();
  let claimed: string | undefined;
  let elsewhere: string | undefined;

  const hub = createServer((request, response) => void answer(request, response));
  const store = createServer((request, response) => void answerLarge(request, response));
  const [endpoint, storeAddress] = [await listen(hub), await listen(store)];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range } = request.headers;
    requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
    const [, , , resolveWord, , ...path] = request.url!.split('/');
    const content = await readFile(join(folder, ...path)).catch(() => undefined);
    if (resolveWord !== 'resolve' || content === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (!largeFiles.test(request.url!)) {
      const tag = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
      send(request, response, { path, size: content.length, tag, headers: { 'x-repo-commit': COMMIT } });
      return;
    }
    response.writeHead(302, {
      location: elsewhere ?? `${storeAddress}/${path.join('/')}?signature=abc`,
      'x-repo-commit': COMMIT,
      'x-linked-size': content.length,
      'x-linked-etag': `"${claimed ?? sha256(content)}"`,
    });
    response.end('Found. Redirecting');
  }

  async function answerLarge(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, storeAddress).pathname.slice(1).split('/');
    const content = await readFile(join(folder, ...path));
    send(request, response, { path, size: content.length, tag: sha256(Buffer.from(sha256(content))), headers: {} });
  }

  function send(request: IncomingMessage, response: ServerResponse, { path, size, tag, headers }: Sent): void {
    const { range, 'if-range': ifRange } = request.headers;
    const start = range && ifRange === `"${tag}"` ? Number(/^bytes=(\d+)-$/.exec(range)![1]) : 0;
    if (start >= size && size > 0) {
      response.writeHead(416).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, { etag: `"${tag}"`, 'content-length': size - start, ...headers });
    const stops = stopAfter !== undefined && start + stopAfter < size;
    const stream = createReadStream(join(folder, ...path), { start, ...(stops && { end: start + stopAfter! - 1 }) });
    if (stops) {
      stopAfter = undefined;
      stopped = response;
      stream.once('end', () => sent.resolve());
    }
    stream.pipe(response, { end: !stops });
  }

  return {
    endpoint,
    requests,
    stopAfter(bytes) {
      stopAfter = bytes;
      sent = Promise.withResolvers();
      return sent.promise;
    },
    breakOff: () => stopped?.destroy(),
    claimChecksum: checksum => {
      claimed = checksum;
    },
    pointTo: address => {
      elsewhere = address;
    },
    forget: () => void requests.splice(0),
    async close() {
      for (const server of [hub, store]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

interface Sent {
  readonly path: readonly string[];
  readonly size: number;
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
