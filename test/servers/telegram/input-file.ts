/** Input file: a file that a call sends: uploaded, by file id, or by address. https://core.telegram.org/bots/api#sending-files */
import { badRequest } from './api-error.ts';
import type { Parameters } from './parameters.ts';
import { MAX_UPLOAD_BYTES, tooLarge, type UploadedFile } from './request-body.ts';
import type { StoredFile } from './world/files.ts';
import type { World } from './world/world.ts';

export type InputFile =
  | { readonly kind: 'upload'; readonly file: UploadedFile }
  | { readonly kind: 'stored'; readonly file: StoredFile }
  | { readonly kind: 'address'; readonly file: UploadedFile };

const MAX_ADDRESS_BYTES = 20 * 1024 * 1024;
const ATTACH = 'attach://';

export async function readInputFile(world: World, parameters: Parameters, field: string): Promise<InputFile> {
  const given = parameters.text(field);
  const isAttached = given.startsWith(ATTACH);
  if (given !== '' && !isAttached) return /^https?:\/\//i.test(given) ? fromAddress(given) : fromFileId(world, given);
  const file = parameters.file(isAttached ? given.slice(ATTACH.length) : field);
  if (!file) throw badRequest(`there is no ${field} in the request`);
  if (file.bytes.length === 0) throw badRequest('file must be non-empty');
  if (file.bytes.length > MAX_UPLOAD_BYTES) throw tooLarge();
  return { kind: 'upload', file };
}

function fromFileId(world: World, fileId: string): InputFile {
  const file = world.files.get(fileId);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  return { kind: 'stored', file };
}

/** Only from 127.0.0.1: nothing else is reached from here. */
async function fromAddress(address: string): Promise<InputFile> {
  const url = URL.parse(address);
  if (!url) throw badRequest('wrong HTTP URL specified');
  if (url.hostname !== '127.0.0.1') throw badRequest('failed to get HTTP URL content');
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
  if (!response?.ok) throw badRequest('failed to get HTTP URL content');
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0 || bytes.length > MAX_ADDRESS_BYTES) throw badRequest('failed to get HTTP URL content');
  const mimeType = response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream';
  return { kind: 'address', file: { bytes, mimeType, fileName: url.pathname.split('/').at(-1) || undefined } };
}
