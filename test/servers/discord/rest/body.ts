/** Body: what a request carried: JSON, or multipart/form-data with `payload_json` and files `files[n]`. */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { ApiError, apiError } from './api-error.ts';

export interface UploadedFile {
  /** "files[0]" */
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Body {
  /** undefined: none. */
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/** The client closed the connection before the request was complete. */
export class HungUp extends Error {}

/** More than any upload that is accepted, so that what is too large can be told of. */
const largestBodyBytes = 60 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Body> {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readMultipart(request);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes <= largestBodyBytes) chunks.push(chunk);
    }
  } catch {
    throw new HungUp();
  }
  if (sizeBytes > largestBodyBytes) throw apiError('tooLarge');
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return { json: undefined, files: [] };
  if (!type.startsWith('application/json'))
    throw new ApiError({ status: 400, code: 50035, message: `Invalid Content-Type ${type}` });
  return { json: parseJson(text), files: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw apiError('invalidJson');
  }
}

async function readMultipart(request: IncomingMessage): Promise<Body> {
  const files: UploadedFile[] = [];
  let payload: string | undefined;
  const fields: Record<string, string> = {};
  const parser = new Busboy({
    headers: request.headers as BusboyHeaders,
    limits: { fileSize: largestBodyBytes, files: 20, fieldSize: 1024 * 1024 },
  });
  const done = new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value) => {
      if (name === 'payload_json') payload = value;
      else fields[name] = value;
    });
    parser.on('file', (field, stream, filename, _encoding, contentType) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => files.push({ field, filename, contentType, bytes: Buffer.concat(chunks) }));
    });
    parser.on('finish', resolve);
    parser.on('error', reject);
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new HungUp());
    });
  });
  request.pipe(parser);
  await done;
  return { json: payload === undefined ? fields : parseJson(payload), files };
}
