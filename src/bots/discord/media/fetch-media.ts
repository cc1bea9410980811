import { Refusal } from '../../../errors.ts';
import { requireMediaAddress } from './hosts.ts';

/**
 * FetchMedia: the bytes of an attachment. Asks allowed hosts only and follows nobody elsewhere; believes nothing of what was said of the
 * size; gives up on silence. Refuses with 'recording-elsewhere', 'recording-deleted', 'file-too-large', 'recording-unavailable'.
 */
export interface FetchMediaOptions {
  readonly hosts: readonly string[];
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
  readonly deadlineSeconds?: number;
}

export const fetchMediaDefaults = { deadlineSeconds: 30 } as const;

export async function fetchMedia(address: string, options: FetchMediaOptions): Promise<Uint8Array> {
  const url = requireMediaAddress(address, options.hosts);
  const { deadlineSeconds = fetchMediaDefaults.deadlineSeconds, maximumBytes } = options;
  const deadline = AbortSignal.timeout(deadlineSeconds * 1000);
  const signal = AbortSignal.any([options.signal, deadline]);
  try {
    const response = await fetch(url, { signal, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' });
    return await read(response, maximumBytes);
  } catch (error) {
    options.signal.throwIfAborted();
    throw error instanceof Refusal ? error : unavailable();
  }
}

async function read(response: Response, maximumBytes: number): Promise<Uint8Array> {
  const { status, body, headers } = response;
  try {
    if ([403, 404, 410].includes(status)) throw gone();
    if (status !== 200 || !body) throw unavailable();
    if (Number(headers.get('content-length') ?? 0) > maximumBytes) throw tooLarge(maximumBytes);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maximumBytes) throw tooLarge(maximumBytes);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, bytes);
  } finally {
    // Of what was read to its end there is nothing left to cancel.
    await body?.cancel().catch(() => {});
  }
}

export function tooLarge(maximumBytes: number): Refusal {
  const maximum = Math.floor(maximumBytes / 1_000_000);
  return new Refusal('file-too-large', `The file is too large; at most ${maximum} MB are allowed. Send a shorter recording.`, {
    values: { maximum },
  });
}

function gone(): Refusal {
  return new Refusal(
    'recording-deleted',
    'The recording is not there any more. Send it again, and do not delete it before I have answered.',
  );
}

function unavailable(): Refusal {
  return new Refusal('recording-unavailable', 'The recording could not be fetched from Discord. Try again in a minute.');
}
