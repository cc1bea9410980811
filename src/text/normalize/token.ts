/** Tokens: what the lexer finds in a text, by what it means. The verbalizers turn each into words. */

/** "-1234.50" as { negative: true, integer: "1234", fraction: "50" }: digits are kept, for "2.50" is not "2.5" everywhere. */
export interface Amount {
  readonly negative: boolean;
  readonly integer: string;
  readonly fraction: string;
}

export type Scale = 'thousand' | 'million' | 'billion' | 'trillion';

export type Token =
  /** Said as it stands: words, spaces, punctuation; also what a rule has put into words already. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'number'; readonly amount: Amount; readonly scale?: Scale }
  | { readonly kind: 'ordinal'; readonly value: string; readonly text: string }
  /** `isShort`: the last two digits alone, "'99". */
  | { readonly kind: 'year'; readonly year: number; readonly isShort?: boolean }
  /** Digits inside a name: "A320", "PS5". */
  | { readonly kind: 'code'; readonly digits: string }
  | { readonly kind: 'decade'; readonly decade: number; readonly century?: number }
  | { readonly kind: 'money'; readonly amount: Amount; readonly currency: string; readonly scale?: Scale; readonly per?: string }
  | { readonly kind: 'percent'; readonly amount: Amount; readonly sign: '%' | '‰' }
  | { readonly kind: 'measure'; readonly amount: Amount; readonly unit: string; readonly per?: string }
  | { readonly kind: 'fraction'; readonly whole?: string; readonly numerator: number; readonly denominator: number }
  | {
      readonly kind: 'time';
      readonly hour: number;
      readonly minute: number;
      readonly second?: number;
      readonly half?: 'AM' | 'PM';
    }
  | {
      readonly kind: 'date';
      readonly year?: number;
      readonly month: number;
      readonly day?: number;
      readonly dayFirst?: boolean;
      /** "the" stands before it already. */
      readonly hasArticle?: boolean;
    }
  | { readonly kind: 'range'; readonly from: Token; readonly to: Token }
  /** One digit after the other, a pause between groups: phone numbers, codes. */
  | { readonly kind: 'digits'; readonly groups: readonly string[]; readonly plus: boolean }
  /** Numbers and words with points between: versions, IP addresses. */
  | { readonly kind: 'dotted'; readonly prefix: string; readonly parts: readonly string[] }
  /** E-mail addresses, web addresses, file names: their signs are said. */
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'ratio'; readonly parts: readonly string[]; readonly of: 'ratio' | 'size' | 'score' }
  | { readonly kind: 'roman'; readonly value: number; readonly ordinal: boolean }
  | { readonly kind: 'sign'; readonly sign: string };

export type TokenOf<Kind extends Token['kind']> = Extract<Token, { kind: Kind }>;
export type Verbalizers = { readonly [Kind in Token['kind']]: (token: TokenOf<Kind>) => string };
