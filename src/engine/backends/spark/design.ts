import { randomInt } from 'node:crypto';
import type { VoiceTraits } from '../../engine.ts';
import { rowOf } from './build.ts';
import { idOf, type Networks } from './networks-at-work.ts';
import { createUniforms, samplingDefaults } from './sampling.ts';
import type { Family } from './tokens.ts';
import type { SparkVoice } from './voice-codec.ts';

/**
 * Design: a voice of nobody. The model is told gender, pitch and speed, writes down how such a voice would say a sentence, then the voice itself: its
 * global tokens. The order of these is known, so only the values are drawn.
 */
const SENTENCE = 'The sun rises over the hills, and a new day begins.';
const LARGEST_SEED = 2 ** 31;

export async function designVoice(
  networks: Networks,
  traits: VoiceTraits,
  signal: AbortSignal,
  seed = randomInt(LARGEST_SEED),
): Promise<SparkVoice> {
  const { tokens, vocabulary, config } = networks.description;
  const [language, prompts] = [await networks.language(), await networks.prompts()];
  const uniforms = createUniforms(seed);
  const sequence = await language.begin([...prompts.design(SENTENCE, traits), tokens.startAcoustic], signal);

  async function drawFrom({ first, count }: Family, steps: number): Promise<number[]> {
    const firstRow = rowOf(vocabulary, first);
    const mask = new Float32Array(language.rowCount).fill(Number.NEGATIVE_INFINITY).fill(0, firstRow, firstRow + count);
    const { rows } = await sequence.continue({ ...samplingDefaults, mask, uniforms: uniforms(steps) });
    signal.throwIfAborted();
    return rows.map(row => idOf(vocabulary, row) - first);
  }

  try {
    await drawFrom(tokens.pitchValue, 1);
    await drawFrom(tokens.speedValue, 1);
    await sequence.append([tokens.endAcoustic, tokens.startGlobal], signal);
    return { globalTokens: Int32Array.from(await drawFrom(tokens.global, config.bicodec.speaker_encoder.token_num)) };
  } finally {
    sequence.close();
  }
}
