/** English: the locale, its rules and its verbalizers. American by default, British by language tag ("en-GB"). */
import { readAddress } from '../address.ts';
import { isOne } from '../amount.ts';
import type { Rule } from '../lexer.ts';
import type { Locale } from '../locale.ts';
import { numberWordsOf } from '../numbers.ts';
import { amountRules, type Grammar, numberRule, patternRules } from '../rules.ts';
import type { Amount, Token, Verbalizers } from '../token.ts';
import { createNumberReader, createVerbalizers, type NumberReader } from '../verbalize.ts';
import { currencies, unitName } from './names.ts';
import { englishLastRules, englishRules } from './rules.ts';
import { type EnglishWords, pair, speakDate, speakDecade, speakFraction, speakTime, speakYear } from './speak.ts';

const grammarOf = (isBritish: boolean): Grammar => ({
  decimal: '.',
  groups: ',',
  moneyScales: 'thousand|million|billion|trillion|[kK]|[mM]|mn|[bB]n?|[tT]n?',
  dayFirst: isBritish,
});

const signs: Readonly<Record<string, string>> = {
  '+': 'plus',
  '=': 'equals',
  '≠': 'is not equal to',
  '≤': 'is at most',
  '≥': 'is at least',
  '≈': 'is about',
  '±': 'plus or minus',
  '×': 'times',
  '÷': 'divided by',
  '∞': 'infinity',
  '√': 'the square root of',
  π: 'pi',
  '²': 'squared',
  '³': 'cubed',
  '°': 'degrees',
  '&': 'and',
  '@': 'at',
  '%': 'percent',
  '§': 'section',
  '©': 'copyright',
  '→': 'to',
  '*': 'times',
  '/': 'slash',
  '~': 'about',
  '<': 'is less than',
  '>': 'is more than',
  '−': 'minus',
  '^': 'to the power of',
  '№': 'number',
};
const addressWords = { at: 'at', dot: 'dot', slash: 'slash', dash: 'dash', underscore: 'underscore' } as const;

function localeOf(grammar: Grammar, words: () => EnglishWords): Locale {
  const { dayFirst: isBritish = false } = grammar;
  return {
    grammar,
    space: ' ',
    decimal: 'point',
    minus: 'minus',
    range: 'to',
    ratio: 'to',
    by: 'by',
    dot: 'point',
    version: 'version',
    moneyAnd: 'and',
    signs,
    scales: Object.fromEntries(['thousand', 'million', 'billion', 'trillion'].map(name => [name, () => name])),
    money: Object.fromEntries(
      Object.entries(currencies).map(([code, [one, many, cent, cents]]) => [
        code,
        {
          of: (amount: Amount) => (isOne(amount) ? one : many),
          many,
          cent: cent ? (amount: Amount) => (isOne(amount) ? cent : cents!) : undefined,
        },
      ]),
    ),
    counted: (_amount, said) => said,
    percent: (said, sign) => `${said} ${sign === '%' ? 'percent' : 'per mille'}`,
    unit: (id, amount) => unitName(id, isOne(amount), isBritish),
    per: unit => `per ${unitName(unit, true, isBritish)}`,
    year: year => speakYear(year, words()),
    fraction: (whole, numerator, denominator) => speakFraction({ kind: 'fraction', whole, numerator, denominator }, words()),
    time: time => speakTime(time, words()),
    date: date => speakDate(date, words()),
    address: text => readAddress(text, addressWords, words().numbers.cardinal).replace(/^hashtag slash /u, 'hashtag '),
  };
}

export function createEnglish(language: string): { rules: readonly Rule[]; verbalizers: Verbalizers } {
  const isBritish = /^en-(?!us)[a-z]{2}$/iu.test(language);
  const grammar = grammarOf(isBritish);
  const { cardinal, ordinal } = numberWordsOf(isBritish ? 'en-GB' : 'en-US')!;
  const numbers = createNumberReader({ cardinal }, { decimal: 'point', minus: 'minus', space: ' ' });
  const words: EnglishWords = { numbers, ordinal: ordinal!, isBritish };
  const locale = localeOf(grammar, () => words);
  const shared = createVerbalizers(locale, numbers, token => (verbalizers[token.kind] as (token: Token) => string)(token));
  const verbalizers: Verbalizers = {
    ...shared,
    ordinal: ({ value }) => (/^0*$/u.test(value) ? 'zeroth' : words.ordinal(value)),
    code: ({ digits }) => speakCode(digits, numbers),
    year: ({ year, isShort }) => (isShort ? pair(year, numbers, 'hundred') : speakYear(year, words)),
    decade: token => speakDecade(token, words),
    money: token => shared.money(roundCents(token)),
    ratio: token => (token.of === 'score' ? `${token.parts.map(numbers.cardinal).join(' foot ')}` : shared.ratio(token)),
    roman: ({ value, ordinal: isOrdinal }) => (isOrdinal ? `the ${ordinal!(String(value))}` : numbers.cardinal(String(value))),
  };
  return {
    rules: [...englishRules, ...patternRules(grammar), ...amountRules(grammar), ...englishLastRules, numberRule(grammar)],
    verbalizers,
  };
}

/** "$3.5" is three dollars fifty; "$3.5 million" stays three point five. */
function roundCents(token: Extract<Token, { kind: 'money' }>): Extract<Token, { kind: 'money' }> {
  const { amount, scale, currency } = token;
  const hasCents = currencies[currency]?.[2] !== undefined;
  return hasCents && scale === undefined && amount.fraction.length === 1
    ? { ...token, amount: { ...amount, fraction: `${amount.fraction}0` } }
    : token;
}

/** Digits inside a name: up to two are a number, three and four are said as "three twenty", "forty ninety". */
function speakCode(digits: string, numbers: NumberReader): string {
  if (/^0\d/u.test(digits) || digits.length > 4) return numbers.spell(digits);
  if (digits.length < 3 || /^\d0+$/u.test(digits)) return numbers.cardinal(digits);
  return `${numbers.cardinal(digits.slice(0, -2))} ${pair(Number(digits.slice(-2)), numbers, 'hundred')}`;
}
