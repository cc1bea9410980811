import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Ear } from '../src/voices/enrolling.ts';

/** TrustingEar: people in benchmarks do not read aloud: the sample is taken for their reading, and cloned with the words that it has. */
export const sample = fileURLToPath(new URL('../samples/voice-message.ogg', import.meta.url));
const words = readFileSync(fileURLToPath(new URL('../samples/voice-message.txt', import.meta.url)), 'utf8').trim();

export function trustingEar(real: Ear): Ear {
  return {
    ...real,
    async verify() {
      const verification = { method: 'bench', scores: {}, thresholds: {} };
      return { accepted: true, verification, fingerprint: createHash('sha512').update(randomBytes(16)).digest() };
    },
    clone: (recordings, signal) =>
      real.clone(
        recordings.map(one => ({ ...one, transcript: words })),
        signal,
      ),
  };
}
