/** English words for years, times, dates and fractions. */

import type { TokenOf } from '../token.ts';
import type { NumberReader } from '../verbalize.ts';
import { months } from './names.ts';

export interface EnglishWords {
  readonly numbers: NumberReader;
  readonly ordinal: (digits: string) => string;
  readonly isBritish: boolean;
}

/** "nineteen oh five", "two thousand", "twenty twenty-four". */
export function speakYear(year: number, { numbers }: EnglishWords): string {
  const [high, low] = [Math.trunc(year / 100), year % 100];
  const isPlain = year < 1100 || year >= 2100 || (year >= 2000 && year < 2010) || (low === 0 && high % 10 === 0);
  if (isPlain) return numbers.cardinal(String(year));
  return `${numbers.cardinal(String(high))} ${pair(low, numbers, 'hundred')}`;
}

/** "oh five", "twelve"; what is said for zero is given. */
export function pair(low: number, numbers: NumberReader, zero: string): string {
  if (low === 0) return zero;
  return low < 10 ? `oh ${numbers.cardinal(String(low))}` : numbers.cardinal(String(low));
}

export function speakDecade({ decade, century }: TokenOf<'decade'>, words: EnglishWords): string {
  const plural =
    decade === 0 ? 'hundreds' : words.numbers.cardinal(String(decade)).replace(/y$/u, 'ies').replace(/ten$/u, 'tens');
  if (century === undefined) return plural;
  if (century % 10 === 0 && decade === 0) return `${words.numbers.cardinal(String(century * 100))}s`;
  return `${words.numbers.cardinal(String(century))} ${plural}`;
}

export function speakTime({ hour, minute, second, half }: TokenOf<'time'>, { numbers }: EnglishWords): string {
  if (hour === 0 && minute === 0 && !second && half === undefined) return 'midnight';
  const seconds = second ? ` and ${numbers.cardinal(String(second))} ${second === 1 ? 'second' : 'seconds'}` : '';
  const onTheHour =
    half !== undefined || second !== undefined ? '' : hour <= 12 ? " o'clock" : hour <= 24 ? ' hundred' : ' minutes';
  const minutes = minute === 0 ? onTheHour : ` ${pair(minute, numbers, '')}`;
  return `${numbers.cardinal(String(hour))}${minutes}${half ? ` ${half}` : ''}${seconds}`;
}

export function speakDate({ year, month, day, dayFirst, hasArticle }: TokenOf<'date'>, words: EnglishWords): string {
  const name = months[month - 1];
  const spokenYear = year === undefined ? '' : speakYear(year, words);
  if (day === undefined) return `${name} ${spokenYear}`.trim();
  const ordinal = words.ordinal(String(day));
  const said = (dayFirst ?? words.isBritish) ? `${hasArticle ? '' : 'the '}${ordinal} of ${name}` : `${name} ${ordinal}`;
  return spokenYear === '' ? said : `${said}, ${spokenYear}`;
}

/** Pairs that are no fractions. */
const fixed: Readonly<Record<string, string>> = { '24/7': 'twenty-four seven', '9/11': 'nine eleven', '50/50': 'fifty-fifty' };
const isScore = (denominator: number) => [5, 10, 20, 100].includes(denominator);

export function speakFraction(
  { whole, numerator, denominator }: TokenOf<'fraction'>,
  { numbers, ordinal }: EnglishWords,
): string {
  const cardinal = (value: number | string) => numbers.cardinal(String(value));
  const known = whole === undefined ? fixed[`${numerator}/${denominator}`] : undefined;
  if (known) return known;
  if (numerator >= denominator || denominator > 100 || numerator === 0) {
    const word = isScore(denominator) && numerator <= denominator ? ' out of ' : ' slash ';
    return `${whole ? `${cardinal(whole)} ` : ''}${cardinal(numerator)}${word}${cardinal(denominator)}`;
  }
  if (whole === undefined && numerator > 1 && isScore(denominator) && denominator !== 5)
    return `${cardinal(numerator)} out of ${cardinal(denominator)}`;
  const part = denominator === 2 ? 'half' : denominator === 4 ? 'quarter' : ordinal(String(denominator));
  const fraction = numerator === 1 ? `${whole === undefined ? 'one' : 'a'} ${part}` : `${cardinal(numerator)} ${part}s`;
  return whole === undefined ? fraction : `${cardinal(whole)} and ${fraction}`;
}
