import { open, realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { Refusal } from '../../../errors.ts';
import type { Clock } from '../clock.ts';
import type { Media } from '../wire.ts';
import type { Api } from './api.ts';
import { createDeadline } from './deadline.ts';
import { ApiFailure, brokenBy, isRefused } from './failure.ts';
import { patiently } from './patiently.ts';
import type { ApiSettings } from './upload.ts';

/**
 * Download: the bytes of a file that somebody sent, at most so many, within a deadline. The address and the path hold the token, so neither is
 * ever told. Refuses with 'file-too-large', 'recording-gone', 'recording-cut'.
 */
export interface Downloads {
  fetch(media: Media, signal: AbortSignal): Promise<Uint8Array>;
}

export interface DownloadSettings extends ApiSettings {
  /** Of a Bot API server of one's own that runs with --local: the folder that its files lie below, as this machine sees it. */
  readonly localFiles?: string;
}

export const downloadDefaults = { maximumBytes: 20_000_000, deadlineSeconds: 60 } as const;

interface FileFacts {
  readonly file_path?: string;
  readonly file_size?: number;
}

export function createDownloads(api: Api, settings: DownloadSettings, clock: Clock): Downloads {
  async function factsOf(media: Media, signal: AbortSignal): Promise<FileFacts> {
    try {
      return await patiently(() => api.call<FileFacts>('getFile', { file_id: media.file_id }, { signal }), { clock, signal });
    } catch (error) {
      if (isRefused(error, 400)) throw error.description.includes('too big') ? tooLarge() : gone();
      throw error;
    }
  }

  async function fetchOnce(media: Media, signal: AbortSignal): Promise<Uint8Array> {
    const { file_path: path, file_size } = await factsOf(media, signal);
    if (path === undefined) throw gone();
    const announced = file_size ?? media.file_size;
    if (announced !== undefined && announced > downloadDefaults.maximumBytes) throw tooLarge();
    const pieces = isAbsolute(path) ? localPieces(path, settings) : remotePieces(path, settings, signal);
    const bytes = await collect(pieces, announced ?? downloadDefaults.maximumBytes);
    if (announced !== undefined && bytes.length < announced) throw cut();
    return bytes;
  }

  return {
    async fetch(media, outer) {
      if ((media.file_size ?? 0) > downloadDefaults.maximumBytes) throw tooLarge();
      const deadline = createDeadline(downloadDefaults.deadlineSeconds * 1000, outer);
      try {
        // The second time with a new link: links end after an hour, and connections break.
        return await fetchOnce(media, deadline.signal).catch(error => {
          if (!(error instanceof ApiFailure)) throw error;
          return fetchOnce(media, deadline.signal);
        });
      } catch (error) {
        outer.throwIfAborted();
        if (error instanceof ApiFailure && error.status === 404) throw gone();
        throw error instanceof ApiFailure || deadline.isOver ? cut() : error;
      } finally {
        deadline.clear();
      }
    },
  };
}

async function* remotePieces(path: string, { apiRoot, token }: ApiSettings, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const address = new URL(`./file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`, apiRoot);
  try {
    const response = await fetch(address, { signal, redirect: 'error' });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new ApiFailure('download', { kind: response.status < 500 ? 'refused' : 'unsure', status: response.status });
    }
    yield* response.body;
  } catch (error) {
    throw error instanceof ApiFailure ? error : brokenBy('download', error);
  }
}

/** Only below the folder of the settings: the server says which path, and it shall not be able to have any other file read. */
async function* localPieces(path: string, { localFiles }: DownloadSettings): AsyncGenerator<Uint8Array> {
  if (localFiles === undefined) throw noFolder();
  const [folder, file] = await Promise.all([realpath(localFiles), realpath(path)]).catch(() => {
    throw gone();
  });
  if (!file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) throw noFolder();
  await using handle = await open(file);
  yield* handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
}

async function collect(pieces: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    // More than was announced: whatever that is, it is not what the person sent.
    if (size > maximumBytes) throw size > downloadDefaults.maximumBytes ? tooLarge() : cut();
    kept.push(piece);
  }
  return Buffer.concat(kept);
}

function tooLarge(): Refusal {
  return new Refusal('file-too-large', 'The file is too large: at most 20 MB can be taken. Send a shorter recording.');
}

function gone(): Refusal {
  return new Refusal('recording-gone', 'Telegram does not have this recording any more. Send it again.');
}

function cut(): Refusal {
  return new Refusal('recording-cut', 'The recording could not be fetched from Telegram. Send it again in a moment.');
}

function noFolder(): Refusal {
  return new Refusal(
    'local-files',
    'The Bot API server keeps its files on a disk that I may not read. Tell the operator: telegram.localFiles has to name its folder.',
  );
}
