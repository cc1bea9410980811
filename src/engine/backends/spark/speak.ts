import { Refusal } from '../../../errors.ts';
import { expectedDuration } from '../../speaking/expected.ts';
import { nextTurn } from '../../turn.ts';
import { rowOf } from './build.ts';
import type { BuiltDescription } from './built.ts';
import type { Language } from './language.ts';
import { isStuck } from './loops.ts';
import { idOf, type Networks } from './networks-at-work.ts';
import { createUniforms, samplingDefaults } from './sampling.ts';
import { FIRST_TOKENS } from './vocoder.ts';
import type { SparkVoice } from './voice-codec.ts';

/**
 * Speech: one piece of text, spoken as the tokens come. Guarded against what this model is known for: it must say as much as the text can be said in
 * at the fastest, stops at the slowest, and ends where it gets stuck on a few tokens. Whether that was a reading of the text is judged by those who
 * hear it (speaking/guard.ts), who ask again with another seed.
 */
export interface PieceRequest {
  readonly text: string;
  readonly voice: SparkVoice;
  readonly seed: number;
}

/** After the first sound so many tokens are made before the vocoder is asked again: few at first, so that it goes on soon. */
const LATER_STEPS = [12, 16, 24, 32, 48] as const;
const TOKENS_PER_SECOND = 50;
const LONGEST_SECONDS = 35;

export async function* speakPiece(
  networks: Networks,
  { text, voice, seed }: PieceRequest,
  signal: AbortSignal,
): AsyncGenerator<Float32Array> {
  const { contextLength } = networks.description;
  const [language, vocoder, prompts] = [await networks.language(), await networks.vocoder(), await networks.prompts()];
  const prompt = prompts.speak(text, voice);
  const { leastSeconds, mostSeconds } = expectedDuration(text, 1);
  const most = Math.min(Math.ceil(mostSeconds * TOKENS_PER_SECOND), LONGEST_SECONDS * TOKENS_PER_SECOND);
  if (prompt.length + most > contextLength) {
    throw new Refusal(
      'text-too-long',
      `A part of the text and its voice make ${prompt.length} tokens, and its speech up to ${most}; the model holds ${contextLength}. Use shorter sentences, ` +
        'or clone the voice again from a shorter recording, or without its transcript.',
    );
  }
  const least = Math.max(1, Math.floor(leastSeconds * TOKENS_PER_SECOND));
  const stream = await vocoder.begin(await vocoder.voice(voice.globalTokens));
  const masks = masksOf(networks.description, language);
  const sequence = await language.begin(prompt, signal);
  try {
    const uniforms = createUniforms(seed);
    const said: number[] = [];
    let parts = 0;
    for (;;) {
      signal.throwIfAborted();
      const mayEnd = said.length >= least;
      const untilFirst = FIRST_TOKENS - said.length;
      const planned = untilFirst > 0 ? untilFirst : LATER_STEPS[Math.min(parts++, LATER_STEPS.length - 1)];
      const whole = Math.ceil(planned / language.stepsAtOnce) * language.stepsAtOnce;
      const steps = Math.min(whole, (mayEnd ? most : least) - said.length);
      const mask = mayEnd ? masks.speech : masks.goesOn;
      const { rows } = await sequence.continue({ ...samplingDefaults, mask, uniforms: uniforms(steps) });
      await nextTurn();
      signal.throwIfAborted();
      const tokens = rows.filter(row => !masks.isEnd(row)).map(masks.semanticOf);
      said.push(...tokens);
      const stuck = isStuck(said);
      const isLast = stuck || tokens.length < rows.length || said.length >= most;
      const samples = await stream.push(stuck ? [] : tokens, isLast);
      await nextTurn();
      signal.throwIfAborted();
      if (samples.length > 0) yield samples;
      if (isLast) return;
    }
  } finally {
    sequence.close();
    stream.close();
  }
}

function masksOf({ tokens, vocabulary }: BuiltDescription, { rowCount }: Language) {
  const first = rowOf(vocabulary, tokens.semantic.first);
  const ends = [tokens.end, tokens.endSemantic].map(id => rowOf(vocabulary, id));
  const goesOn = new Float32Array(rowCount).fill(Number.NEGATIVE_INFINITY).fill(0, first, first + tokens.semantic.count);
  const speech = goesOn.slice();
  for (const row of ends) speech[row] = 0;
  return {
    /** Speech and its end. */
    speech,
    goesOn,
    isEnd: (row: number) => ends.includes(row),
    semanticOf: (row: number) => idOf(vocabulary, row) - tokens.semantic.first,
  };
}
