/** API client: calls the loopback Telegram by plain fetch, for tests of the server itself; sounds and pictures just real enough for it. */
import type { TelegramServer } from './telegram-server.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: results are as various as methods
  readonly result?: any;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

export interface UploadPart {
  readonly bytes: Uint8Array;
  readonly fileName?: string;
  readonly mimeType?: string;
}

/** By JSON; objects stay objects. */
export async function callApi(
  telegram: TelegramServer,
  method: string,
  parameters: object = {},
  signal?: AbortSignal,
): Promise<ApiAnswer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(parameters),
    signal,
  });
  return { status: response.status, ...((await response.json()) as Omit<ApiAnswer, 'status'>) };
}

/** By multipart/form-data. */
export async function uploadTo(
  telegram: TelegramServer,
  method: string,
  parameters: Readonly<Record<string, string | number | UploadPart>>,
): Promise<ApiAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'object') form.append(name, String(value));
    else
      form.append(name, new Blob([value.bytes as Uint8Array<ArrayBuffer>], { type: value.mimeType }), value.fileName ?? 'file');
  }
  const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, { method: 'POST', body: form });
  return { status: response.status, ...((await response.json()) as Omit<ApiAnswer, 'status'>) };
}

/** The pages of an Ogg/Opus file that say what it is and how long it plays, and `padding` zero bytes. */
export function oggOpus(seconds: number, padding = 0): Uint8Array {
  const preSkip = 312;
  const head = Buffer.alloc(19);
  head.write('OpusHead');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  const last = page(BigInt(seconds * 48_000 + preSkip), Buffer.from([0xf8, 0xff, 0xfe]));
  return Buffer.concat([page(0n, head), Buffer.alloc(padding), last]);
}

function page(position: bigint, packet: Buffer): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS');
  header.writeBigInt64LE(position, 6);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  return Buffer.concat([header, packet]);
}

export const mp3 = (): Uint8Array => Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'), Buffer.alloc(64)]);

export const png = (): Uint8Array => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]);
