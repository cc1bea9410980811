import type { Networks } from '../../src/engine/backends/spark/networks-at-work.ts';
import { createUniforms, samplingDefaults } from '../../src/engine/backends/spark/sampling.ts';
import type { Engine, VoicePrint } from '../../src/engine/engine.ts';

/** Measurements of the engine spark; the caller sees to it that everything is loaded. Times are wall times. */
const PROMPT_TOKENS = 300;
const DECODED = 200;

export interface Decoding {
  readonly promptSeconds: number;
  readonly tokensPerSecond: number;
}

/** A prompt of 300 tokens, and 200 tokens after it. */
export async function measureDecoding({ language, description }: Networks, signal: AbortSignal): Promise<Decoding> {
  const model = await language();
  // Any tokens will do, but the model must not end.
  const first = description.vocabulary[0].to - description.vocabulary[0].from;
  const mask = new Float32Array(model.rowCount);
  mask.fill(Number.NEGATIVE_INFINITY, 0, first).fill(Number.NEGATIVE_INFINITY, -200);
  const uniforms = createUniforms(1);
  const promptMs = performance.now();
  const sequence = await model.begin(
    Array.from({ length: PROMPT_TOKENS }, (_, index) => 100 + ((index * 97) % 14_000)),
    signal,
  );
  await sequence.continue({ ...samplingDefaults, mask, uniforms: uniforms(1) });
  const promptSeconds = (performance.now() - promptMs) / 1000;
  const startMs = performance.now();
  for (let said = 0; said < DECODED; said += 40) await sequence.continue({ ...samplingDefaults, mask, uniforms: uniforms(40) });
  return { promptSeconds, tokensPerSecond: (1000 * DECODED) / (performance.now() - startMs) };
}

const FRAMES_PER_SECOND = 50;
const FRAMES = 400;

/** Seconds for a second of speech, by the number of frames at once. */
export async function measureVocoder(
  { vocoder, description }: Networks,
  parts: readonly number[] = [25, 50, 100],
): Promise<Record<string, number>> {
  const model = await vocoder();
  const voice = await model.voice(Int32Array.from({ length: 32 }, (_, index) => (index * 131) % 4096));
  const tokens = Array.from({ length: FRAMES }, (_, index) => (index * 977) % description.tokens.semantic.count);
  const seconds: Record<string, number> = {};
  for (const part of parts) {
    const speakAll = async (count: number) => {
      const stream = await model.begin(voice);
      for (let from = 0; from < count; from += part) await stream.push(tokens.slice(from, from + part), from + part >= count);
    };
    await speakAll(3 * part);
    const startMs = performance.now();
    await speakAll(FRAMES);
    seconds[`${part} frames at once`] = ((performance.now() - startMs) / 1000 / FRAMES) * FRAMES_PER_SECOND;
  }
  return seconds;
}

export interface Whole {
  readonly firstAudioSeconds: number;
  readonly speechSeconds: number;
  readonly realTimeFactor: number;
}

const SENTENCE = 'Thanks for the message, I will call you back tonight.';

/** One sentence from text to sound. Seeded weights never say the end, so it is as long as the sentence may be at most. */
export async function measureWhole(engine: Engine, print: VoicePrint, signal: AbortSignal): Promise<Whole> {
  const startMs = performance.now();
  let firstAudioSeconds = Number.NaN;
  let samples = 0;
  for await (const chunk of engine.speak(SENTENCE, print, {}, signal)) {
    if (samples === 0) firstAudioSeconds = (performance.now() - startMs) / 1000;
    samples += chunk.samples.length;
  }
  const speechSeconds = samples / engine.sampleRateHz;
  return { firstAudioSeconds, speechSeconds, realTimeFactor: (performance.now() - startMs) / 1000 / speechSeconds };
}
