import { Refusal } from '../../../../errors.ts';
import { hopSeconds } from '../frames.ts';
import type { Phone } from '../reading/phones.ts';
import type { Track, Utterance } from '../track.ts';
import { type LadderAlignment, loudFrames } from './ladder.ts';

/**
 * Fit: whether the transcript is what was said. With other words, the reading explains less of the sound and the phones come out very
 * unevenly stretched. Right transcripts of 5 s or 20 s, clean, noisy or through a codec, had a fit of 0.33 to 0.56; other sentences
 * or another order of the same at most 0.26; half of the sentences wrong, 0.15 to 0.39.
 */
const leastFit = 0.32;
/** So few phones, some 5 s, vary a lot by chance. */
const fewPhones = { count: 60, leastFit: 0.27 } as const;
/** Phones a second of speech; people say 8 to 16. */
const likelyRate = { slowest: 3.5, fastest: 28 } as const;

/** Refuses a transcript far too short or long for the sound with 'transcript-mismatch', before anything is aligned. */
export function requireLikelyLength(phones: readonly Phone[], target: Track): void {
  const count = phones.filter(({ ipa }) => ipa !== '').length;
  const seconds = loudFrames([target]).reduce((sum, loud) => sum + loud, 0) * hopSeconds;
  const rate = count / Math.max(hopSeconds, seconds);
  if (rate < likelyRate.slowest) throw mismatch(`it is too short for ${seconds.toFixed(1)} s of speech`);
  if (rate > likelyRate.fastest) throw mismatch(`it is too long for ${seconds.toFixed(1)} s of speech`);
}

/** Refuses a transcript of other words than those spoken with 'transcript-mismatch'. */
export function requireSpokenWords(utterances: readonly Utterance[], alignments: readonly LadderAlignment[]): void {
  utterances.forEach(({ source }, index) => {
    const phones = source.phones.filter(({ ipa }) => ipa !== '').length;
    const least = phones < fewPhones.count ? fewPhones.leastFit : leastFit;
    if (fitOf(source.phones, alignments[index]) < least) throw mismatch('other words are spoken');
  });
}

/** About 0.5 where the words are right; lower, down to below 0, where they are not. */
export function fitOf(phones: readonly Phone[], { phoneOfFrame, explainedShare }: LadderAlignment): number {
  const frames = new Float64Array(phones.length);
  for (const phone of phoneOfFrame) if (phone >= 0) frames[phone]++;
  const stretches: number[] = [];
  phones.forEach(({ ipa, startSeconds, endSeconds }, index) => {
    if (ipa !== '') stretches.push(Math.log((Math.max(1, frames[index]) * hopSeconds) / (endSeconds - startSeconds)));
  });
  const mean = stretches.reduce((sum, value) => sum + value, 0) / Math.max(1, stretches.length);
  const variance = stretches.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, stretches.length);
  return explainedShare - 0.5 * Math.sqrt(variance);
}

function mismatch(reason: string): Refusal {
  return new Refusal(
    'transcript-mismatch',
    `The transcript does not fit the recording: ${reason}. Check the words and the language, word for word as spoken; ` +
      'or leave the transcript out.',
  );
}
