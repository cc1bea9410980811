/** Locale: what a language brings to the verbalizers. */
import type { Grammar } from './rules.ts';
import type { Amount, TokenOf } from './token.ts';

export interface MoneyNames {
  readonly of: (amount: Amount) => string;
  /** After "million". */
  readonly many: string;
  readonly cent?: (amount: Amount) => string;
}

export interface Locale {
  readonly grammar: Grammar;
  /** Between words: a space, or nothing in Chinese. */
  readonly space: string;
  readonly decimal: string;
  readonly minus: string;
  readonly range: string;
  readonly ratio: string;
  readonly by: string;
  readonly dot: string;
  readonly version: string;
  readonly moneyAnd: string;
  readonly signs: Readonly<Record<string, string>>;
  readonly scales: Readonly<Record<string, (amount: Amount) => string>>;
  readonly money: Readonly<Record<string, MoneyNames>>;
  /** The number as it stands before a noun: "ein Euro", not "eins Euro". `unit`: of a measure. */
  counted(amount: Amount, words: string, unit?: string): string;
  percent(words: string, sign: '%' | '‰', amount: Amount): string;
  /** The id itself where the language has no name for it. */
  unit(id: string, amount: Amount): string;
  per?(unit: string): string;
  year(year: number): string;
  fraction(whole: string | undefined, numerator: number, denominator: number): string;
  time(time: TokenOf<'time'>): string;
  date(date: TokenOf<'date'>): string;
  address(text: string): string;
}
