/** The languages besides English, from the table of their words: numbers, decimals, percentages, money, times, dates, ordinals, units. */

import { baseLanguage } from '../../words.ts';
import { readAddress } from '../address.ts';
import type { Rule } from '../lexer.ts';
import type { Locale, MoneyNames } from '../locale.ts';
import { type NumberWords, numberWordsOf } from '../numbers.ts';
import { amountRules, numberRule, patternRules } from '../rules.ts';
import type { Amount, Token, Verbalizers } from '../token.ts';
import { createNumberReader, createVerbalizers, type NumberReader } from '../verbalize.ts';
import { type Forms, type LanguageRow, plainRow, rows } from './rows.ts';

/** Undefined: the language keeps its digits. */
export function createInternational(language: string): { rules: readonly Rule[]; verbalizers: Verbalizers } | undefined {
  const words = numberWordsOf(language);
  if (!words) return undefined;
  const row = rows[baseLanguage(language)] ?? plainRow;
  const numbers = createNumberReader(words, row);
  const locale = localeOf({ language, row, words }, numbers);
  const shared = createVerbalizers(locale, numbers, token => (verbalizers[token.kind] as (token: Token) => string)(token));
  const verbalizers: Verbalizers = {
    ...shared,
    ordinal: ({ value, text }) => (words.ordinal ? row.ordinal!.say(words.ordinal(value), text) : text),
  };
  return { rules: rulesOf(row, words), verbalizers };
}

/** Amounts with a unit need names for the units; without them the sign stays where it is, behind a number in words. */
function rulesOf(row: LanguageRow, words: NumberWords): Rule[] {
  const amounts = row === plainRow ? [] : amountRules(row.grammar);
  return [
    ...ordinalRules(row, words),
    ...patternRules(row.grammar),
    ...amounts,
    ...yearRules(row),
    ...oneRules(row),
    numberRule(row.grammar),
  ];
}

function yearRules({ yearPattern }: LanguageRow): Rule[] {
  return yearPattern ? [{ starts: 'd', pattern: yearPattern, read: ([digits]) => ({ kind: 'year', year: Number(digits) }) }] : [];
}

function oneRules({ oneBeforeNoun }: LanguageRow): Rule[] {
  return oneBeforeNoun
    ? [{ starts: 'd', pattern: oneBeforeNoun.pattern, read: () => ({ kind: 'words', text: oneBeforeNoun.say }) }]
    : [];
}

function ordinalRules(row: LanguageRow, words: NumberWords): Rule[] {
  const { ordinal } = row;
  if (!ordinal || !words.ordinal) return [];
  return [
    {
      starts: 'd',
      pattern: ordinal.pattern,
      read: ([all, digits], { before }) =>
        Number(digits) === 0 ? undefined : { kind: 'ordinal', value: digits, text: `${before.slice(-12)}\n${all}` },
    },
  ];
}

interface Parts {
  readonly language: string;
  readonly row: LanguageRow;
  readonly words: NumberWords;
}

function localeOf({ language, row, words }: Parts, numbers: NumberReader): Locale {
  const plural = new Intl.PluralRules(language);
  const form = (forms: Forms, amount: Amount) =>
    forms[plural.select(Number(`${amount.integer}.${amount.fraction || 0}`))] ?? forms.other;
  const money = ({ names, cents }: NonNullable<LanguageRow['money'][string]>): MoneyNames => ({
    of: amount => form(names, amount),
    many: names.many ?? names.other,
    cent: cents && (amount => form(cents, amount)),
  });
  const cardinal = (value: number) => numbers.cardinal(String(value));
  const ordinal = (value: number) => words.ordinal?.(String(value)) ?? cardinal(value);
  return {
    ...row,
    signs: row.signs,
    scales: Object.fromEntries(
      Object.entries(row.scales).map(([scale, forms]) => [scale, (amount: Amount) => form(forms, amount)]),
    ),
    money: Object.fromEntries(Object.entries(row.money).map(([code, names]) => [code, money(names)])),
    counted: (amount, said, unit) => row.counted?.(amount, said, unit) ?? said,
    percent: (said, sign, amount) => row.percent(said, sign === '%' ? form(row.percentNames, amount) : row.perMille),
    unit: (id, amount) => (row.units[id] ? form(row.units[id], amount) : (row.unitSigns[id] ?? id)),
    year: year => row.year?.(year, cardinal) ?? cardinal(year),
    fraction: (whole, numerator, denominator) =>
      row.fraction(whole === undefined ? '' : numbers.cardinal(whole), numerator, denominator, cardinal),
    time: ({ hour, minute, second }) => row.time(hour, minute, second, cardinal),
    date: ({ year = 0, month, day = 1 }) => {
      const spoken = {
        year: row.year?.(year, cardinal) ?? cardinal(year),
        yearNumber: year,
        month: monthName(language, month),
        monthNumber: month,
      };
      return row.date({ ...spoken, day, ordinal }, cardinal);
    },
    address: text => readAddress(text, row.address, numbers.cardinal),
  };
}

/** As it stands in a date: "5 мая". */
function monthName(language: string, month: number): string {
  const parts = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).formatToParts(
    Date.UTC(2000, month - 1, 15),
  );
  return parts.find(part => part.type === 'month')!.value;
}
