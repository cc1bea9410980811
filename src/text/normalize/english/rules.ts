/** Rules of English alone: months, times of day, ordinals, decades, abbreviations, names with numbers. They come before the shared ones. */
import { anyOf } from '../any-of.ts';
import type { Rule } from '../lexer.ts';
import type { Token } from '../token.ts';
import { abbreviations, monthNumber, monthSource } from './names.ts';
import { romanRule } from './roman.ts';

const say = (text: string): Token => ({ kind: 'words', text });
const END = '(?![\\p{L}\\p{N}])';
/** What follows looks like the start of a new sentence, or there is nothing. */
const endsSentence = (after: string) => /^\s*$|^\s+["'“‘(]?\p{Lu}/u.test(after);

const abbreviationSource = anyOf(Object.keys(abbreviations));
const MONTH = `(${monthSource})\\.?`;
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:|\\.\\d)';
const YEAR = '(?:,?\\s(\\d{4})(?!\\d|[-:]))?';

export const englishRules: readonly Rule[] = [
  {
    starts: 'l',
    pattern: new RegExp(`(?:${abbreviationSource})${END}`, 'uy'),
    read: ([text], { after }) => {
      const { say: words, ends } = abbreviations[text];
      return say(ends && endsSentence(after) ? `${words}.` : words);
    },
  },
  {
    starts: 'l',
    pattern: /(Dr|St)\.(?=\s)/uy,
    read([, title], { before, after }) {
      const followsName = /\p{Lu}[\p{L}'’]*\s$/u.test(before);
      const isTitle = /^\s\p{Lu}/u.test(after) && !(followsName && title === 'St' && !/^\s\p{Lu}\p{Ll}+\s\p{Lu}/u.test(after));
      const [full, road] = title === 'Dr' ? ['Doctor', 'Drive'] : ['Saint', 'Street'];
      return say(isTitle ? full : endsSentence(after) ? `${road}.` : road);
    },
  },
  {
    starts: 'l',
    pattern: /St\.(?=[,;!?)]|$)/uy,
    read: (_match, { after }) => say(after === '' ? 'Street.' : 'Street'),
  },
  { starts: 'l', pattern: /(?:No|Nos|no|Nr)\.\s?(?=\d)/uy, read: () => say('number ') },
  {
    starts: 'l',
    pattern: /(?:\p{Lu}\.){2,6}(?!\p{L})/uy,
    read: ([text], { after }) =>
      say(text.replaceAll('.', ' ').trim() + (endsSentence(after) && !/^\s\p{Lu}/u.test(after) ? '.' : '')),
  },
  { starts: 'l', pattern: /(?:\p{Lu}\.\s){2,4}(?=\p{Lu}\p{Ll})/uy, read: ([text]) => say(text.replaceAll('.', '')) },
  { starts: 'l', pattern: /pp?\.\s?(?=\d)/uy, read: ([text]) => say(text.startsWith('pp') ? 'pages ' : 'page ') },
  {
    starts: 'd',
    // No time of day has so many hours: minutes and seconds.
    pattern: /(2[5-9]|[3-9]\d):([0-5]\d)(?![:\d])/uy,
    read: ([, hour, minute]) => ({ kind: 'time', hour: Number(hour), minute: Number(minute) }),
  },
  { starts: 'l', pattern: /Ph\.?D\.?(?!\p{L})/uy, read: () => say('P H D') },
  {
    starts: 'l',
    pattern: new RegExp(`${MONTH}\\s${DAY}${YEAR}${END}`, 'uy'),
    read: ([, month, day, year]) => date({ day, month, year, dayFirst: false }),
  },
  {
    starts: 'd',
    pattern: new RegExp(`${DAY}\\s(?:of\\s)?${MONTH}${YEAR}${END}`, 'uy'),
    read: ([, day, month, year], { before }) => date({ day, month, year, dayFirst: true, hasArticle: /\bthe\s$/iu.test(before) }),
  },
  {
    starts: 'd',
    pattern:
      /(?:(\d{1,2})(?:[:.]([0-5]\d))?\s?(?:([ap])\.?m\.?)?\s?[–-]\s?)?(\d{1,2})(?:[:.]([0-5]\d))?\s?([ap])\.?m(\.?)(?![\p{L}\p{N}])/iuy,
    read([all, fromHour, fromMinute, fromHalf, hour, minute, half, point], { after }) {
      if (Number(hour) > 12 || Number(fromHour ?? 0) > 12) return undefined;
      const token = timeOfDay(hour, minute, half);
      const from =
        fromHour === undefined
          ? undefined
          : fromHalf || fromMinute
            ? timeOfDay(fromHour, fromMinute, fromHalf)
            : number(fromHour);
      return {
        token: from ? { kind: 'range', from, to: token } : token,
        length: all.length - (point && endsSentence(after) ? 1 : 0),
      };
    },
  },
  {
    starts: 'd',
    pattern: /(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:st|nd|rd|th)(?![\p{L}\p{N}])/iuy,
    read: ([text, digits]) => ({ kind: 'ordinal', value: digits.replaceAll(',', ''), text }),
  },
  {
    starts: 'd',
    pattern: /(\d{2})(\d)0s(?![\p{L}\p{N}])/uy,
    read: ([, century, decade]) => ({ kind: 'decade', decade: Number(decade) * 10, century: Number(century) }),
  },
  {
    starts: 'ds',
    pattern: /['’]?([2-9])0['’]?s(?![\p{L}\p{N}])/uy,
    read: ([, decade]) => ({ kind: 'decade', decade: Number(decade) * 10 }),
  },
  {
    starts: 's',
    pattern: /['’](\d{2})(?![\p{L}\p{N}])/uy,
    read: ([, year]) => ({ kind: 'year', year: Number(year), isShort: true }),
  },
  {
    starts: 'd',
    pattern: /(1[1-9]\d\d|20\d\d)(?:\s?[–-]\s?(1[1-9]\d\d|20\d\d|\d\d))?(?![\p{L}\p{N}%°€£]|[.,:/-]\d|\s?(?:[x×+=*]|[-−]\s))/uy,
    read: years,
  },
  {
    starts: 'd',
    pattern: /([1-9]\d?)['′](?:(\d{1,2})(?:["″]|''))?(?![\p{L}\p{N}])/uy,
    read: ([, feet, inches]) => (inches ? inFeet(feet, inches) : undefined),
  },
  // "4K" is a picture, not a count.
  { starts: 'd', pattern: /[48](?=K(?![\p{L}\p{N}]))/uy, read: ([digit]) => number(digit) },
  { starts: 'd', pattern: /(\d{1,4}(?:\.\d{1,3})?)([kKM])(?![\p{L}\p{N}/])/uy, read: ([, amount, sign]) => scaled(amount, sign) },
  { starts: 'd', pattern: /(\d{1,4}\.\d{1,3})B(?![\p{L}\p{N}/])/uy, read: ([, amount]) => scaled(amount, 'B') },
  {
    starts: 'd',
    pattern: /(\d{1,6})x(?![\p{L}\p{N}])/uy,
    read: ([, count]) => ({ kind: 'measure', amount: amountOf(count), unit: 'time' }),
  },
  { starts: 'd', pattern: /\d(?=D(?![\p{L}\p{N}]))/uy, read: ([digit]) => number(digit) },
  {
    starts: 's',
    pattern: /\.\d{1,20}(?![\d.])/uy,
    read: ([text], { before }) =>
      /\S$/u.test(before) ? undefined : { kind: 'number', amount: { negative: false, integer: '0', fraction: text.slice(1) } },
  },
  { starts: 's', pattern: /<3(?!\d)/uy, read: (_match, { before }) => (/\d\s?$/u.test(before) ? undefined : say('heart')) },
  {
    starts: 's',
    pattern: /[-−](?=\s\d)/uy,
    read: (_match, { before }) => (/\d\s$/u.test(before) ? { kind: 'sign', sign: '−' } : undefined),
  },
  {
    starts: 's',
    pattern: /#(?=\d)/uy,
    read: (_match, { before }) => (/\S$/u.test(before) && !/[(]$/u.test(before) ? undefined : say('number ')),
  },
  { starts: 's', pattern: /#([\p{L}][\p{L}\p{N}_]{0,60})/uy, read: ([, tag]) => ({ kind: 'address', text: `hashtag/${tag}` }) },
  { starts: 's', pattern: /@([\p{L}][\p{L}\p{N}_]{0,40})/uy, read: ([, name]) => ({ kind: 'address', text: `@${name}` }) },
  { starts: 'l', pattern: /C(\+\+|#)(?![\p{L}\p{N}])/uy, read: ([, sign]) => say(sign === '#' ? 'C sharp' : 'C plus plus') },
  {
    starts: 'l',
    pattern:
      /[\p{L}\p{N}_-]{1,60}\.(?:pdf|jsx?|tsx?|html?|css|csv|json|xml|ya?ml|mp[34]|png|jpe?g|gif|svg|docx?|xlsx?|pptx?|txt|md|rs|py|cpp|exe|zip|rar|sh|db|sql|dll|avi|mkv|ogg|wav|php|java|go|log|ini|toml|bat|iso)(?![\p{L}\p{N}])/iuy,
    read: ([text]) => ({ kind: 'address', text }),
  },
  romanRule,
];

/** Names with numbers in them. They come after the amounts, so that "5kg" is no name. */
export const englishLastRules: readonly Rule[] = [
  { starts: 'l', pattern: /\p{L}{1,20}-?(?=\d)/uy, read: ([text]) => say(`${lettersOf(text.replace('-', ''))} `) },
  { starts: 'd', pattern: /(\d{1,8})(?=\p{L}{1,20})/uy, inWord: true, read: digitsInWord },
  {
    starts: 'd',
    pattern: /(\d{1,8})(?![\p{L}\p{N}]|[.,]\d|\s?[%°€£])/uy,
    inWord: true,
    read: (match, around) => (/\p{L}-?$/u.test(around.before) ? digitsInWord(match) : undefined),
  },
];

const amountOf = (integer: string) => ({ negative: false, integer, fraction: '' });

function timeOfDay(hour: string, minute: string | undefined, half: string | undefined): Token {
  const side = half === undefined ? undefined : half.toLowerCase() === 'a' ? 'AM' : 'PM';
  return { kind: 'time', hour: Number(hour), minute: Number(minute ?? 0), half: side };
}

function number(digits: string): Token {
  return { kind: 'number', amount: amountOf(digits) };
}

interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year?: string;
  readonly dayFirst: boolean;
  readonly hasArticle?: boolean;
}

function date({ day, month, year, dayFirst, hasArticle }: DateParts): Token | undefined {
  if (Number(day) < 1 || Number(day) > 31) return undefined;
  return {
    kind: 'date',
    month: monthNumber(month),
    day: Number(day),
    year: year === undefined ? undefined : Number(year),
    dayFirst,
    hasArticle,
  };
}

/** Four digits are said in pairs, also where they count things: "fifteen hundred points". */
function years([, from, to]: RegExpExecArray): Token {
  const year = (digits: string): Token => ({ kind: 'year', year: Number(digits) });
  if (to === undefined) return year(from);
  return { kind: 'range', from: year(from), to: to.length === 2 ? number(to) : year(to) };
}

function inFeet(feet: string, inches: string): Token {
  return { kind: 'ratio', of: 'score', parts: [feet, inches] };
}

function scaled(text: string, sign: string): Token {
  const [integer, fraction = ''] = text.split('.');
  return {
    kind: 'number',
    amount: { negative: false, integer, fraction },
    scale: sign === 'M' ? 'million' : sign === 'B' ? 'billion' : 'thousand',
  };
}

/** "mp" has no vowel to be read with. */
function lettersOf(text: string): string {
  return /^[bcdfghjklmnpqrstvwxz]{2,4}$/u.test(text) ? text.toUpperCase() : text;
}

/** "A320": "three twenty", "PS5": "five", "R2D2": digit by digit in pairs where they are long. */
function digitsInWord([, digits]: RegExpExecArray): Token {
  return { kind: 'code', digits };
}
