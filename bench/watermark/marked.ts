import { createHash } from 'node:crypto';
import { createMarker } from '../../src/audio/watermark/index.ts';
import { type MarkKey, markAudio } from '../../src/audio/watermark/watermark.ts';
import { createRandom } from '../challenge/challenges.ts';
import type { Clip } from './clips.ts';

/** Marked: clips with a mark each, the same in every run. */
export interface MarkedClip {
  readonly clip: Clip;
  readonly generationId: string;
  readonly samples: Float32Array;
}

export function keyNumber(number: number): MarkKey {
  return { number, bytes: createHash('sha256').update(`benchmark key ${number}`).digest() };
}

export function markClips(clips: readonly Clip[], key: MarkKey): MarkedClip[] {
  return clips.map((clip, index) => {
    const generationId = Math.floor(createRandom(index)() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
    const { samples } = markAudio(clip.audio, createMarker({ key, generationId }, clip.audio.sampleRateHz));
    return { clip, generationId, samples };
  });
}
