import { randomBytes } from 'node:crypto';

/** GenerationId: what one spoken result is called in its watermark, its tags and the log of uses: 8 hex digits. */
export function randomGenerationId(): string {
  return randomBytes(4).toString('hex');
}
