import { cached, cacheKey } from './cache.ts';
import { enrolmentSentences } from './corpus.ts';
import { dimension, mfcc } from './mfcc.ts';
import { type Mixture, meanLogLikelihood, trainMixture } from './mixture.ts';
import { say } from './voices.ts';

/**
 * Identification: which of 25 voices a sentence sounds like. Candidates are the four flite voices and espeak, each as it is and
 * with pitch and formants 8 % and 15 % down and up; one 32-component mixture each, trained on the true voice saying sentences
 * that are never converted.
 */
export interface Identification {
  /** The likeliest candidate is the intended one, of all 25 and of the five that are not shifted. */
  readonly isRight: boolean;
  readonly isRightOfFive: boolean;
  /** Mean log-likelihood of a frame under the intended voice minus under the best other, in nats; of 25 and of 5. */
  readonly margin: number;
  readonly marginOfFive: number;
  readonly best: string;
}

export type Identifier = (samples: Float32Array, intended: string) => Identification;

const people = ['rms', 'slt', 'awb', 'kal16', 'espeak'];
const factors = [1, 0.85, 0.92, 1.08, 1.15];
export const candidates = people.flatMap(person => factors.map(factor => (factor === 1 ? person : `${person}@${factor}`)));
const components = 32;

export async function createIdentifier(): Promise<Identifier> {
  const models = new Map<string, Mixture>();
  for (const candidate of candidates) models.set(candidate, await train(candidate));
  return (samples, intended) => {
    if (!models.has(intended)) throw new RangeError(`Identification: "${intended}" is not one of ${candidates.join(', ')}.`);
    const frames = mfcc(samples);
    const scores = new Map([...models].map(([name, model]) => [name, meanLogLikelihood(model, frames)] as const));
    const own = scores.get(intended)!;
    const others = [...scores].filter(([name]) => name !== intended).sort((a, b) => b[1] - a[1]);
    const unshifted = others.filter(([name]) => !name.includes('@') && name !== intended.split('@')[0]);
    const margin = own - others[0][1];
    const marginOfFive = own - unshifted[0][1];
    const best = margin > 0 ? intended : others[0][0];
    return { isRight: margin > 0, isRightOfFive: marginOfFive > 0, margin, marginOfFive, best };
  };
}

async function train(voice: string): Promise<Mixture> {
  const parts: Float32Array[] = [];
  for (const sentence of enrolmentSentences) parts.push((await say(voice, sentence)).audio.samples);
  return cached('mixture', cacheKey(voice, ...parts), () => {
    const features = parts.map(mfcc);
    const frames = new Float32Array(features.reduce((length, part) => length + part.length, 0));
    let offset = 0;
    for (const part of features) {
      frames.set(part, offset);
      offset += part.length;
    }
    return trainMixture(frames, { dimension, components, seed: 1 });
  });
}
