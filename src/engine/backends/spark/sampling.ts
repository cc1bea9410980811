/**
 * Sampling: one token from logits in plain TypeScript, as transformers' generate does it (its warpers for temperature, top k and top p, in this
 * order). The graphs sample by themselves (networks/sampler.ts); this is what they are checked against.
 */
export interface SamplingOptions {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
}

/** cli/SparkTTS.py of SparkAudio/Spark-TTS. */
export const samplingDefaults: SamplingOptions = { temperature: 0.8, topK: 50, topP: 0.95 };

export interface Choice {
  readonly row: number;
  readonly probability: number;
}

/** What may be drawn, most likely first, equally likely ones by number; their probabilities make 1. */
export function distribution(logits: ArrayLike<number>, { temperature, topK, topP }: SamplingOptions): Choice[] {
  const softened = Array.from(logits, logit => logit / temperature);
  const order = [...softened.keys()].sort((a, b) => softened[b] - softened[a] || a - b);
  // What is as likely as the last of the top k stays, too.
  const least = softened[order[Math.min(topK, order.length) - 1]];
  const limited = order.filter(row => softened[row] >= least && softened[row] > Number.NEGATIVE_INFINITY);
  const weights = limited.map(row => Math.exp(softened[row] - softened[limited[0]]));
  const all = sum(weights);
  let before = 0;
  let count = 0;
  while (count < limited.length && before < topP * all) before += weights[count++];
  const kept = sum(weights.slice(0, count));
  return limited.slice(0, count).map((row, place) => ({ row, probability: weights[place] / kept }));
}

/** `uniform`: from 0 up to, not including, 1. */
export function draw(choices: readonly Choice[], uniform: number): number {
  let upTo = 0;
  for (const { row, probability } of choices) {
    upTo += probability;
    if (uniform < upTo) return row;
  }
  return choices.at(-1)!.row;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Endless numbers from 0 up to, not including, 1, the same for the same seed ("splitmix32", after Steele et al. 2014); 24 bits, so exact as float32. */
export function createUniforms(seed: number): (count: number) => Float32Array {
  // Seeds go up to 2^53; both halves count.
  let state = ((seed % 2 ** 32) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b9)) >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 8) / 2 ** 24;
  };
  return count => Float32Array.from({ length: count }, next);
}
