import { createHash } from 'node:crypto';
import type { Notice } from './consent.ts';

/** Of the notice that every catalogue translates. Raise it when what the notice promises changes, not for a better wording. */
export const noticeVersion = '1';

/** What proves later which text a person saw: its version, and SHA-256 over it as UTF-8 after NFC. */
export function noticeOf(version: string, text: string): Notice {
  return { version, hash: createHash('sha256').update(text.normalize('NFC'), 'utf8').digest('hex') };
}
