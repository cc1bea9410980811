/**
 * Expected: how long a text takes to say, in wide bounds: what lies outside is not a reading of it. Told by script rather than by
 * language, since scripts differ by more than their languages do (a Chinese sign is a syllable, a Latin letter a fraction of one).
 */
export interface DurationBounds {
  readonly leastSeconds: number;
  readonly mostSeconds: number;
}

/**
 * Seconds for one character, fastest and slowest: first match counts. English is read at some 14 letters a second, Chinese at 4 to 5
 * signs; capitals may be spelled out, digits read as words, signs by their names.
 */
const bands: readonly { readonly matches: RegExp; readonly least: number; readonly most: number }[] = [
  { matches: /[\s\p{M}\p{Cf}]/u, least: 0, most: 0.05 },
  { matches: /\p{N}/u, least: 0.08, most: 1 },
  { matches: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, least: 0.06, most: 0.5 },
  { matches: /\p{Lu}/u, least: 0.02, most: 0.7 },
  { matches: /\p{L}/u, least: 0.025, most: 0.2 },
  { matches: /\p{P}/u, least: 0, most: 0.6 },
  { matches: /./su, least: 0, most: 2 },
];

/** A word alone is said with more care than one among many. */
const EXTRA_SECONDS = 2;
const SHORT_TEXT_SECONDS = 0.25;

/** `rate`: of the request, 1 is the usual. */
export function expectedDuration(text: string, rate: number): DurationBounds {
  let least = 0;
  let most = 0;
  for (const character of text) {
    const band = bands.find(({ matches }) => matches.test(character))!;
    least += band.least;
    most += band.most;
  }
  return { leastSeconds: Math.max(0, least - SHORT_TEXT_SECONDS) / rate, mostSeconds: (most + EXTRA_SECONDS) / rate };
}
