/** Phones: what espeak-ng's IPA names say about a sound: its broad class and whether the vocal folds vibrate. */

export const phoneClasses = [
  'pause',
  'vowel',
  'stop',
  'voiced-stop',
  'fricative',
  'voiced-fricative',
  'nasal',
  'approximant',
] as const;
export type PhoneClass = (typeof phoneClasses)[number];

export interface Phone {
  /** IPA without stress and length marks ("tʃ", "ɑːɹ" becomes "ɑɹ"); "" is a pause. */
  readonly ipa: string;
  readonly stressed: boolean;
  /** True for the first phone of a word: silence may come before it. */
  readonly startsWord: boolean;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Classes by the symbol that opens a phone. International Phonetic Alphabet chart, 2020 revision. */
const symbols: readonly (readonly [PhoneClass, string])[] = [
  ['vowel', 'iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝᵻᵊ'],
  ['stop', 'ptʈckqʔ'],
  ['voiced-stop', 'bdɖɟɡgɢɓɗɠ'],
  ['fricative', 'ɸfθsʃʂçxχħhɕɬʍ'],
  ['voiced-fricative', 'βvðzʒʐʝɣʁʕɦʑɮ'],
  ['nasal', 'mɱnɳɲŋɴ'],
  ['approximant', 'ʋɹɻjɰlɭʎʟɾɽrʀwɥɫ'],
];
const classOfSymbol = new Map(symbols.flatMap(([phoneClass, all]) => [...all].map(symbol => [symbol, phoneClass] as const)));
const sibilants = 'sʃʂɕzʒʐʑfv';

/** Removes stress, length and tone marks, so that phones of one quality share a name. */
export function bareIpa(ipa: string): string {
  return ipa.normalize('NFD').replace(/ˈ|ˌ|ː|ˑ|\.|\d|[˥˦˧˨˩]|\p{Mn}|\u200d/gu, '');
}

export function phoneClass(ipa: string): PhoneClass {
  const [first, second] = [...ipa];
  if (first === undefined) return 'pause';
  const found = classOfSymbol.get(first) ?? 'vowel';
  // An affricate sounds, and stretches, like its fricative.
  if (second !== undefined && sibilants.includes(second)) {
    if (found === 'stop') return 'fricative';
    if (found === 'voiced-stop') return 'voiced-fricative';
  }
  return found;
}
