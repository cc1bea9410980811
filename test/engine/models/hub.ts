import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Hub: a server of model files on loopback that answers as Hugging Face does: ETags, ranges, the commit; and breaks off when told to. */
export interface Hub {
  readonly endpoint: string;
  /** "GET /owner/name/resolve/main/file" and the range, in order. */
  readonly requests: readonly string[];
  /** The next answer stops after so many bytes, until {@link breakOff}. */
  stopAfter(bytes: number): void;
  /** Ends the connection of the answer that has stopped. */
  breakOff(): void;
  /** Answers with this ETag in place of the true checksum. */
  claimChecksum(sha256: string): void;
  close(): Promise<void>;
}

export const COMMIT = 'c0ffee0000000000000000000000000000000000';

export async function startHub(folder: string): Promise<Hub> {
  const requests: string[] = [];
  let stopAfter: number | undefined;
  let stopped: ServerResponse | undefined;
  let claimed: string | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range, 'if-range': ifRange } = request.headers;
    requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
    const [, , , resolveWord, , ...path] = request.url!.split('/');
    const file = join(folder, ...path);
    const size = await stat(file).then(
      found => found.size,
      () => undefined,
    );
    if (resolveWord !== 'resolve' || size === undefined) {
      response.writeHead(404).end();
      return;
    }
    const tag = `"${
      claimed ??
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
    }"`;
    const start = range && ifRange === tag ? Number(/^bytes=(\d+)-$/.exec(range)![1]) : 0;
    if (start >= size && size > 0) {
      response.writeHead(416).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, { etag: tag, 'content-length': size - start, 'x-repo-commit': COMMIT });
    const stops = stopAfter !== undefined && start + stopAfter < size;
    const stream = createReadStream(file, { start, ...(stops && { end: start + stopAfter! - 1 }) });
    stopAfter = undefined;
    if (stops) stopped = response;
    stream.pipe(response, { end: !stops });
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    stopAfter: bytes => {
      stopAfter = bytes;
    },
    breakOff: () => stopped?.destroy(),
    claimChecksum: sha256 => {
      claimed = sha256;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
