/** Verbalizers: each kind of token as words, one function a kind, filled with the words of a language. */
import type { Locale } from './locale.ts';
import type { NumberWords } from './numbers.ts';
import type { Amount, Token, Verbalizers } from './token.ts';

/** Longer numbers are read digit by digit. */
const LONGEST_NUMBER = 15;

export interface NumberReader {
  amount(amount: Amount): string;
  cardinal(digits: string): string;
  /** One word a digit. */
  spell(digits: string): string;
}

export function createNumberReader({ cardinal }: NumberWords, locale: Pick<Locale, 'decimal' | 'minus' | 'space'>): NumberReader {
  const spell = (digits: string) => [...digits].map(digit => cardinal(digit)).join(locale.space);
  const whole = (digits: string) => {
    const isCode = /^0\d/u.test(digits) || digits.length > LONGEST_NUMBER;
    return isCode ? spell(digits) : cardinal(digits);
  };
  return {
    spell,
    cardinal: whole,
    amount({ negative, integer, fraction }) {
      const words = [negative ? locale.minus : '', whole(integer), ...(fraction ? [locale.decimal, spell(fraction)] : [])];
      return words.filter(word => word !== '').join(locale.space);
    },
  };
}

export function createVerbalizers(locale: Locale, numbers: NumberReader, speak: (token: Token) => string): Verbalizers {
  const { space } = locale;
  const join = (...words: readonly string[]) => words.filter(word => word !== '').join(space);
  const per = (unit: string | undefined) => (unit === undefined ? '' : (locale.per?.(unit) ?? unit));
  const scaled = (amount: Amount, scale: string | undefined) =>
    join(numbers.amount(amount), scale ? (locale.scales[scale]?.(amount) ?? scale) : '');
  const spellGroup = (group: string) => numbers.spell(group);

  return {
    words: ({ text }) => text,
    number: ({ amount, scale }) => scaled(amount, scale),
    ordinal: ({ text }) => text,
    code: ({ digits }) => numbers.cardinal(digits),
    year: ({ year }) => locale.year(year),
    decade: ({ decade }) => numbers.cardinal(String(decade)),
    money: ({ amount, currency, scale, per: unit }) => {
      const names = locale.money[currency];
      if (!names) return join(scaled(amount, scale), currency, per(unit));
      const hasCents = amount.fraction.length === 2 && scale === undefined && names.cent !== undefined;
      if (!hasCents) {
        return join(locale.counted(amount, scaled(amount, scale)), isRound(scale) ? names.many : names.of(amount), per(unit));
      }
      return join(cents(amount, names), per(unit));
    },
    percent: ({ amount, sign }) => locale.percent(numbers.amount(amount), sign, amount),
    measure: ({ amount, unit, per: perUnit }) => {
      const name = locale.unit(unit, amount);
      return join(locale.counted(amount, numbers.amount(amount), unit), name, per(perUnit));
    },
    fraction: ({ whole, numerator, denominator }) => locale.fraction(whole, numerator, denominator),
    time: token => locale.time(token),
    date: token => locale.date(token),
    range: ({ from, to }) => join(speak(from), locale.range, speak(to)),
    digits: ({ groups, plus }) => `${plus ? `${locale.signs['+'] ?? '+'}${space}` : ''}${groups.map(spellGroup).join(', ')}`,
    dotted: ({ prefix, parts }) => {
      const said = parts.map(part => (/^\d+$/u.test(part) ? numbers.cardinal(part) : part));
      return join(prefix === '' ? '' : locale.version, said.join(`${space}${locale.dot}${space}`));
    },
    address: ({ text }) => locale.address(text),
    ratio: ({ parts, of }) =>
      parts.map(part => numbers.cardinal(part)).join(`${space}${of === 'size' ? locale.by : locale.ratio}${space}`),
    roman: ({ value }) => numbers.cardinal(String(value)),
    sign: ({ sign }) => (locale.signs[sign] === undefined ? ' ' : ` ${locale.signs[sign]} `),
  };

  function cents(amount: Amount, names: Locale['money'][string]): string {
    const small: Amount = { negative: false, integer: String(Number(amount.fraction)), fraction: '' };
    const big: Amount = { ...amount, fraction: '' };
    const centWords = join(locale.counted(small, numbers.amount(small)), names.cent!(small));
    const bigWords = join(locale.counted(big, numbers.amount(big)), names.of(big));
    if (Number(amount.fraction) === 0) return bigWords;
    if (Number(amount.integer) === 0) return join(amount.negative ? locale.minus : '', centWords);
    return join(bigWords, locale.moneyAnd, centWords);
  }
}

/** "million" and above are nouns, "thousand" is a number. */
function isRound(scale: string | undefined): boolean {
  return scale !== undefined && scale !== 'thousand';
}
