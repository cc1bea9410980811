/** Links: where files lie, signed and for a day, in the form of Discord's: ?ex=<expires>&is=<issued>&hm=<signature>. */
import { createHmac, randomBytes } from 'node:crypto';

export interface Links {
  urlOf(file: LinkedFile): string;
  /** False: forged, or expired. */
  isGood(url: URL): boolean;
}

export interface LinkedFile {
  readonly id: string;
  readonly channelId: string;
  readonly filename: string;
  /** Of an ephemeral message or an interaction. */
  readonly isEphemeral: boolean;
}

const goodForSeconds = 86_400;

/** `base`: "http://127.0.0.1:PORT" */
export function createLinks(base: string, nowMs: () => number): Links {
  const key = randomBytes(32);
  const sign = (path: string, expires: string, issued: string) =>
    createHmac('sha256', key).update(`${path} ${expires} ${issued}`).digest('hex');

  return {
    urlOf({ id, channelId, filename, isEphemeral }) {
      const folder = isEphemeral ? 'ephemeral-attachments' : 'attachments';
      const path = `/${folder}/${channelId}/${id}/${encodeURIComponent(filename)}`;
      const issuedSeconds = Math.floor(nowMs() / 1000);
      const [issued, expires] = [issuedSeconds.toString(16), (issuedSeconds + goodForSeconds).toString(16)];
      return `${base}${path}?ex=${expires}&is=${issued}&hm=${sign(path, expires, issued)}&`;
    },
    isGood(url) {
      const [expires, issued] = [url.searchParams.get('ex') ?? '', url.searchParams.get('is') ?? ''];
      const isSigned = url.searchParams.get('hm') === sign(url.pathname, expires, issued);
      return isSigned && Number.parseInt(expires, 16) * 1000 > nowMs();
    },
  };
}
