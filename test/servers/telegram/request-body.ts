/** Request body: parameters and files of a call, from the query string, JSON, a form, or multipart, as the Bot API takes them. */
import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { ApiError, badRequest } from './api-error.ts';

/** Of one file. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;

export const tooLarge = () => new ApiError(413, 'Request Entity Too Large');

export interface UploadedFile {
  readonly fileName?: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface RequestBody {
  /** Objects and arrays as JSON text, numbers and booleans as their text. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** What the cloud server takes: a file of 50 MB and some fields. */
const MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 256 * 1024;

export async function readRequestBody(request: IncomingMessage, query: URLSearchParams): Promise<RequestBody> {
  const parameters = new Map<string, string>(query);
  const files = new Map<string, UploadedFile>();
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (request.method === 'GET') return { parameters, files };
  // As the real front end does, before anything is parsed; the client gets its answer when it has sent everything.
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    await skipBody(request);
    throw tooLarge();
  }
  if (type.startsWith('multipart/form-data')) {
    await readMultipart(request, parameters, files);
    return { parameters, files };
  }
  const text = (await readAll(request)).toString('utf8');
  if (type.startsWith('application/json')) readJson(text, parameters);
  else if (type.startsWith('application/x-www-form-urlencoded'))
    for (const [name, value] of new URLSearchParams(text)) parameters.set(name, value);
  return { parameters, files };
}

/** Reads and forgets a body, so that the connection can be used again. */
export async function skipBody(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}

export async function readAll(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function readJson(text: string, parameters: Map<string, string>): void {
  if (text.trim() === '') return;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('expected an Object');
  for (const [name, value] of Object.entries(body)) {
    if (value !== null) parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function readMultipart(
  request: IncomingMessage,
  parameters: Map<string, string>,
  files: Map<string, UploadedFile>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const parser = new Busboy({
    headers: { ...request.headers, 'content-type': request.headers['content-type']! },
    limits: { fieldSize: MAX_BODY_BYTES },
  });
  let reading = 0;
  let finished = false;
  const settle = () => finished && reading === 0 && resolve();
  parser.on('field', (name, value) => void parameters.set(name, value));
  parser.on('file', (name, stream, fileName, _encoding, mimeType) => {
    reading += 1;
    readAll(stream).then(bytes => {
      files.set(name, { fileName: fileName || undefined, mimeType, bytes });
      reading -= 1;
      settle();
    }, reject);
  });
  parser.on('finish', () => {
    finished = true;
    settle();
  });
  parser.on('error', () => reject(badRequest('wrong multipart body')));
  request.on('error', reject);
  request.on('close', () => request.complete || reject(new Error('the client went away in the middle of its upload')));
  request.pipe(parser);
  return promise;
}
