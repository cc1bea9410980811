import { randomBytes } from 'node:crypto';
import type { Audio } from '../../audio/audio.ts';
import type { MarkingKeys } from '../../audio/marking-keys.ts';
import { publicKeyOf } from '../../audio/tags/ed25519.ts';
import type { Marker } from '../../audio/watermark/watermark.ts';
import { nextTurn } from '../turn.ts';

/** Of sound at a time: some 10 ms of work. */
const sliceSeconds = 2;

/**
 * Marking: everything that is said goes through here, before it is levelled: a mark does not hang on loudness, and so the ceiling of the level holds for
 * what is sent.
 */
export async function* marked(speech: AsyncIterable<Audio>, marker: Marker, signal: AbortSignal): AsyncGenerator<Audio> {
  let sampleRateHz = 0;
  for await (const chunk of speech) {
    sampleRateHz = chunk.sampleRateHz;
    const slice = Math.round(sliceSeconds * sampleRateHz);
    for (let start = 0; start < chunk.samples.length; start += slice) {
      const samples = marker.push(chunk.samples.subarray(start, start + slice));
      if (samples.length > 0) yield { samples, sampleRateHz };
      if (start + slice >= chunk.samples.length) break;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  const samples = marker.flush();
  if (samples.length > 0) yield { samples, sampleRateHz };
}

/** Keys of nobody, so that no speech leaves unmarked where none were given. */
export function randomMarkingKeys(): MarkingKeys {
  const seed = new Uint8Array(randomBytes(32));
  return {
    marks: [{ number: 0, bytes: new Uint8Array(randomBytes(32)) }],
    signing: { seed },
    verifying: [{ publicKey: publicKeyOf(seed) }],
  };
}
