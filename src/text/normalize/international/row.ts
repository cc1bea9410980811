/** LanguageRow: the words of one language for numbers and what is made of them. */

import type { AddressWords } from '../address.ts';
import type { Grammar } from '../rules.ts';
import type { Amount } from '../token.ts';

/** Plural category (Intl.PluralRules) -> word; a category that is missing is "other". */
export type Forms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;
export type Cardinal = (value: number) => string;

export interface SpokenDate {
  /** In words. */
  readonly year: string;
  readonly yearNumber: number;
  /** As it stands in a date. */
  readonly month: string;
  readonly monthNumber: number;
  readonly day: number;
  readonly ordinal: Cardinal;
}

export interface LanguageRow {
  readonly grammar: Grammar;
  readonly space: string;
  readonly decimal: string;
  readonly minus: string;
  readonly range: string;
  readonly ratio: string;
  readonly by: string;
  readonly dot: string;
  readonly version: string;
  readonly moneyAnd: string;
  readonly perMille: string;
  readonly percentNames: Forms;
  readonly percent: (words: string, name: string) => string;
  readonly address: AddressWords;
  readonly signs: Readonly<Record<string, string>>;
  readonly scales: Readonly<Record<string, Forms>>;
  readonly money: Readonly<Record<string, { readonly names: Forms; readonly cents?: Forms }>>;
  readonly units: Readonly<Record<string, Forms>>;
  /** For units without a name here: how they are written. */
  readonly unitSigns: Readonly<Record<string, string>>;
  readonly counted?: (amount: Amount, words: string, unit?: string) => string;
  /** Numbers that are read as years. */
  readonly yearPattern?: RegExp;
  readonly year?: (year: number, cardinal: Cardinal) => string;
  readonly fraction: (whole: string, numerator: number, denominator: number, cardinal: Cardinal) => string;
  readonly time: (hour: number, minute: number, second: number | undefined, cardinal: Cardinal) => string;
  readonly date: (date: SpokenDate, cardinal: Cardinal) => string;
  /** How "1" is said before a noun, and when. */
  readonly oneBeforeNoun?: { readonly pattern: RegExp; readonly say: string };
  /** `context` is what stands before, a line break, and the ordinal as written. */
  readonly ordinal?: { readonly pattern: RegExp; readonly say: (words: string, context: string) => string };
}
