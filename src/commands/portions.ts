import { pauses, splitIntoPieces } from '../text/pieces.ts';

/**
 * Portions: a text in parts that can each be spoken within a given time, cut at sentences, for platforms whose voice notes may only be so
 * long. How long speech takes is known when it is made; here it is judged by the script, on the slow side.
 */
export interface PortionLimits {
  readonly language: string;
  /** 1 is the usual pace. */
  readonly rate: number;
  readonly longestSeconds: number;
}

export function portionsOf(text: string, { language, rate, longestSeconds }: PortionLimits): readonly string[] {
  const secondsOf = (part: string) => slowSeconds(part) / rate;
  if (secondsOf(text) <= longestSeconds) return [text];
  const portions: string[] = [];
  let portion = '';
  for (const piece of splitIntoPieces(text, language, pieceLimits)) {
    if (portion !== '' && secondsOf(portion + piece.text) > longestSeconds) {
      portions.push(portion.trim());
      portion = '';
    }
    portion += `${piece.text}${piece.pauseSeconds === pauses.sentence ? '\n' : ' '}`;
  }
  return portion.trim() === '' ? portions : [...portions, portion.trim()];
}

/** Sentences of usual length stay whole. */
const pieceLimits = { firstLength: 300, length: 300, shortestLength: 0 } as const;

/** Seconds for one character, read slowly: first match counts. Digits are read as words; a Chinese sign is a syllable. */
const bands: readonly { readonly matches: RegExp; readonly seconds: number }[] = [
  { matches: /[\s\p{M}\p{Cf}]/u, seconds: 0 },
  { matches: /\p{N}/u, seconds: 0.5 },
  { matches: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, seconds: 0.35 },
  { matches: /\p{L}/u, seconds: 0.11 },
  { matches: /\p{P}/u, seconds: 0.4 },
  { matches: /./su, seconds: 0.8 },
];

function slowSeconds(text: string): number {
  let seconds = 0;
  for (const character of text) seconds += bands.find(({ matches }) => matches.test(character))!.seconds;
  return seconds;
}
