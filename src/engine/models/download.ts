import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../errors.ts';
import { createDeadline, orAborted } from '../deadline.ts';
import { ask, Broken } from './answer.ts';
import { asRefusal } from './disk.ts';

/**
 * Download: one file over HTTP into `path`, which is there only when it is whole. What arrived lies in `<path>.part` and a later download goes on after
 * it, if the server still has the same file (its ETag); broken connections are taken up again a few times by itself.
 */
export interface DownloadRequest {
  readonly url: string;
  readonly path: string;
  /** For messages: the path in the model's repository. */
  readonly name: string;
  /** Refuses what has another checksum; called before the file is in its place. */
  readonly check?: (sha256: string) => void;
  readonly onBytes: (bytes: number, totalBytes: number | undefined) => void;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
  /** Commit that the file belongs to, where the server says so. */
  readonly revision?: string;
}

export const downloadDefaults = { attempts: 5, firstPauseSeconds: 1, stallSeconds: 60 } as const;
export type DownloadOptions = Partial<Record<keyof typeof downloadDefaults, number>>;

export async function download(
  request: DownloadRequest,
  signal: AbortSignal,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const { attempts, firstPauseSeconds, stallSeconds } = { ...downloadDefaults, ...options };
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(request.path), { recursive: true });
      return await attemptOnce(request, stallSeconds, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Broken)) throw asRefusal(error, `${request.name} could not be written`);
      if (attempt >= attempts) {
        throw new Refusal(
          'download-broken',
          `${request.name} did not arrive: ${error.message} (${attempts} attempts). Check the network, and run the same command again; it goes on where it stopped.`,
          { cause: error },
        );
      }
      await pause(firstPauseSeconds * 2 ** (attempt - 1), signal);
    }
  }
}

async function attemptOnce(
  { url, path, name, check, onBytes }: DownloadRequest,
  stallSeconds: number,
  signal: AbortSignal,
): Promise<Downloaded> {
  using deadline = createDeadline(signal, stallSeconds, () => new Broken(`nothing came for ${stallSeconds} s`));
  const partPath = `${path}.part`;
  const tagPath = `${path}.part.etag`;
  const before = await stat(partPath).then(
    ({ size }) => size,
    () => 0,
  );
  const tag = before > 0 ? await readFile(tagPath, 'utf8').catch(() => '') : '';
  const headers = { 'accept-encoding': 'identity', ...(tag && { range: `bytes=${before}-`, 'if-range': tag }) };
  const { response, promised, revision } = await ask(url, headers, deadline.signal).catch(error => {
    throw rethrown(error, deadline.signal);
  });
  // Nothing was left to get: the part is the whole, or is longer than the file, which then has changed.
  if (response.status === 416) {
    await rm(partPath, { force: true });
    throw new Broken('the server has another file than before');
  }
  if (!response.ok || !response.body) throw refusedBy(response, name);
  const goesOn = response.status === 206;
  if (!goesOn) await rm(partPath, { force: true });
  const start = goesOn ? before : 0;
  await writeFile(tagPath, response.headers.get('etag') ?? '');
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const totalBytes = Number.isFinite(length) ? start + length : undefined;

  const hash = createHash('sha256');
  if (start > 0) await pipeline(createReadStream(partPath), hash, { end: false, signal });
  const bytes = await receive(response.body, { partPath, start, hash, totalBytes, onBytes, deadline }).catch(error => {
    throw rethrown(error, deadline.signal);
  });
  if (totalBytes !== undefined && bytes !== totalBytes)
    throw new Broken(`the connection ended after ${bytes} of ${totalBytes} bytes`);
  const sha256 = hash.digest('hex');
  if (promised && promised !== sha256) {
    await rm(partPath, { force: true });
    throw new Broken('its checksum is not the one that the server tells');
  }
  try {
    check?.(sha256);
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
  await rename(partPath, path);
  await rm(tagPath, { force: true });
  return { bytes, sha256, revision };
}

interface Receiving {
  readonly partPath: string;
  readonly start: number;
  readonly hash: Hash;
  readonly totalBytes: number | undefined;
  readonly onBytes: DownloadRequest['onBytes'];
  readonly deadline: ReturnType<typeof createDeadline>;
}

async function receive(
  body: ReadableStream<Uint8Array>,
  { partPath, start, hash, totalBytes, onBytes, deadline }: Receiving,
): Promise<number> {
  const file = await open(partPath, 'a');
  const reader = body.getReader();
  let bytes = start;
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), deadline.signal);
      if (done) break;
      deadline.restart();
      await file.appendFile(value);
      hash.update(value);
      bytes += value.length;
      onBytes(bytes, totalBytes);
    }
    await file.sync();
    return bytes;
  } finally {
    void reader.cancel().catch(() => {});
    await file.close();
  }
}

/** What the disk refuses and the caller's abort are what they are; all else that fails on the way is worth another attempt. */
function rethrown(error: unknown, signal: AbortSignal): unknown {
  if (asRefusal(error, '') !== error) return error;
  if (signal.aborted) return signal.reason;
  if (error instanceof Broken) return error;
  const { message, cause } = error as Error;
  return new Broken(cause instanceof Error ? `${message}: ${cause.message}` : message);
}

function refusedBy({ status, statusText }: Response, name: string): Error {
  if (status >= 500 || status === 429) return new Broken(`the server answered ${status} ${statusText}`);
  return new Refusal(
    'download-refused',
    `${name} cannot be downloaded: the server answered ${status} ${statusText}. Look whether the repository still has it, or use --from DIR with a copy.`,
  );
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, seconds * 1000);
  try {
    await orAborted(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
