import { Refusal } from '../../../../errors.ts';
import type { Phone } from '../../../reading/phones.ts';
import { hopSeconds } from '../frames.ts';
import type { Track } from '../track.ts';
import { type LadderAlignment, loudFrames } from './ladder.ts';

/**
 * Fit: whether the transcript is what was said. With other words, the reading explains less of the sound and the phones come out very
 * unevenly stretched. How well the right words fit depends on the voice and the recording (0.2 to 0.6), so in case of doubt the fit is
 * compared with that of a decoy, the same words backwards. On four voices (one of them a telephone's 8 kHz), 5 s and 20 s, clean and
 * with white noise at 18 dB, right words beat it by 0.25 or more, but for one recording of 5 s; other words and another order by 0.20
 * at most; half of the words right, by 0 to 0.27.
 */
const certainFit = 0.38;
/** So few phones, some 5 s, vary a lot by chance, and so does their decoy. */
const fewPhones = { count: 60, certainFit: 0.28 } as const;
const leastLead = 0.22;
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

/** Whether the words are those spoken, as far as their own fit tells: if not, ask {@link requireLead}. */
export function isCertain(phones: readonly Phone[], fit: number): boolean {
  const count = phones.filter(({ ipa }) => ipa !== '').length;
  return fit >= (count < fewPhones.count ? fewPhones.certainFit : certainFit);
}

/** Refuses, with 'transcript-mismatch', words that fit hardly better than their decoy. */
export function requireLead(fit: number, decoyFit: number): void {
  if (fit - decoyFit < leastLead) throw mismatch('other words are spoken');
}

/** The words of a transcript backwards: as many phones, of the same kinds, in an order that nobody spoke. */
export function decoyOf(transcript: string, language: string): string {
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(transcript)];
  const words = segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  return words.reverse().join(' ');
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
