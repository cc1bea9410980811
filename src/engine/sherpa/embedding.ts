import type { Audio } from '../../audio/audio.ts';
import { type LoadSherpa, loadSherpa, runOptions } from './package.ts';

/**
 * Embedding: what a speaker sounds like as one vector, by a neural model (CAM++: Wang et al. 2023, "CAM++: a fast and efficient network
 * for speaker verification using context-aware masking"), which hears through words, moods and microphones.
 */
export type Embed = (audio: Audio) => Float32Array;

/** Cosine from which two recordings count as one speaker: the threshold that the model's authors ship with it; not measured here. */
export const sameSpeakerCosine = 0.31;

export async function createEmbedder(model: string, load: LoadSherpa = loadSherpa): Promise<Embed> {
  const { SpeakerEmbeddingExtractor } = await load();
  const extractor = new SpeakerEmbeddingExtractor({ model, ...runOptions });
  return ({ samples, sampleRateHz }) => {
    const stream = extractor.createStream();
    stream.acceptWaveform({ samples, sampleRate: sampleRateHz });
    stream.inputFinished();
    if (!extractor.isReady(stream)) return new Float32Array(extractor.dim);
    return extractor.compute(stream, false);
  };
}

/** 0 where one of them is nothing. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    lengthA += a[i]! ** 2;
    lengthB += b[i]! ** 2;
  }
  return product / (Math.sqrt(lengthA * lengthB) || Number.POSITIVE_INFINITY);
}
