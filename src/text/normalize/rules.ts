/** Rules that all languages share: numbers and what is made of them, written in the language's own number style. */
import { type NumberStyle, numberSource, parseAmount, parseScale } from './amount.ts';
import { codeSource, currencyOf, signSource } from './currencies.ts';
import type { Around, Read, Rule } from './lexer.ts';
import type { Scale, Token } from './token.ts';
import { perSource, perUnits, tightUnits, unitSource, units } from './units.ts';

export interface Grammar extends NumberStyle {
  /** The inside of a group: "thousand|million|k|M" and the like, behind a number that is money. */
  readonly moneyScales: string;
  /** In a language's own words -> scale, for what parseScale does not know. */
  readonly scaleWords?: Readonly<Record<string, Scale>>;
  /** Slashed dates: the day before the month? Undefined: they are not read. */
  readonly dayFirst?: boolean;
}

const END = '(?![\\p{L}\\p{N}])';
const DASH = '\\s?[–—−-]\\s?';
/** A minus stands at a start, not between two words or numbers. */
const isMinus = (before: string) => /(?:^|[\s([=:,])$/u.test(before);

export function amountRules(grammar: Grammar): Rule[] {
  const number = numberSource(grammar);
  const amount = (text: string, sign = '') => parseAmount(text, grammar, sign !== '');
  const scale = (text: string | undefined) =>
    parseScale(text) ?? (text === undefined ? undefined : grammar.scaleWords?.[text.trim()]);
  const pattern = (source: string) => new RegExp(source, 'uy');
  const plain = (text: string): Token => ({ kind: 'number', amount: amount(text) });
  const signFits = (sign: string | undefined, { before }: Around) => !sign || isMinus(before);
  const SCALE = `(?:\\s?(${grammar.moneyScales})${END})?`;
  const PER = `(?:\\s?/\\s?(${perSource})${END})?`;
  const RANGE = `(?:(${number})${DASH})?`;
  const ranged = (from: string | undefined, to: Token): Token =>
    from === undefined ? to : { kind: 'range', from: plain(from), to };

  return [
    {
      starts: 'ls',
      pattern: pattern(
        `([-−])?(${signSource}|(?:${codeSource})\\s)\\s?(-)?(?:(${number})${DASH}(?:${signSource})?)?(${number})${SCALE}${PER}`,
      ),
      read([, minus, sign, inner, from, value, scaleText, per], around) {
        if (!signFits(minus, around)) return undefined;
        const token: Token = {
          kind: 'money',
          amount: amount(value, minus ?? inner ?? ''),
          currency: currencyOf(sign.trim()),
          scale: scale(scaleText),
          per: perUnits[per],
        };
        return ranged(from, token);
      },
    },
    {
      starts: 'ds',
      pattern: pattern(`([-−])?${RANGE}(${number})${SCALE}\\s?(${signSource}|(?:${codeSource})${END})(?![\\d])${PER}`),
      read([, minus, from, value, scaleText, sign, per], around) {
        if (!signFits(minus, around)) return undefined;
        return ranged(from, {
          kind: 'money',
          amount: amount(value, minus),
          currency: currencyOf(sign),
          scale: scale(scaleText),
          per: perUnits[per],
        });
      },
    },
    {
      starts: 'ds',
      pattern: pattern(`([-−+])?(?:(${number})%?${DASH})?(${number})\\s?([%‰])`),
      read([, minus, from, value, sign], around) {
        if (!signFits(minus, around)) return undefined;
        const token: Token = { kind: 'percent', amount: amount(value, minus === '+' ? '' : minus), sign: sign as '%' };
        const said = ranged(from, token);
        return minus === '+' ? { token: { kind: 'sign', sign: '+' }, length: 1 } : said;
      },
    },
    {
      starts: 'ds',
      pattern: pattern(`([-−])?${RANGE}(${number})(\\s?)(${unitSource})${END}${PER}`),
      read([, minus, from, value, space, unit, per], around) {
        if (!signFits(minus, around) || (space !== '' && tightUnits.has(unit)) || /^[A-Za-z]\.\w/u.test(unit + around.after))
          return undefined;
        return ranged(from, { kind: 'measure', amount: amount(value, minus), unit: units[unit], per: perUnits[per] });
      },
    },
    {
      starts: 'd',
      pattern: pattern(`(${number})${DASH}(${number})(?![\\p{L}\\p{N}]|[-–]\\d)`),
      read([all, from, to], { before }) {
        if (/[\d][-–]$/u.test(before) || /^0\d/u.test(from) || / - /u.test(all) || / − |−/u.test(all)) return undefined;
        return { kind: 'range', from: plain(from), to: plain(to) };
      },
    },
  ];
}

/** A bare number, the last rule of all. */
export function numberRule(grammar: Grammar): Rule {
  return {
    starts: 'ds',
    inWord: true,
    pattern: new RegExp(`([-−])?(${numberSource(grammar)})`, 'uy'),
    read([, minus, value], { before }) {
      return !minus || isMinus(before) ? { kind: 'number', amount: parseAmount(value, grammar, minus !== undefined) } : undefined;
    },
  };
}

const spelled = (text: string): Token => ({ kind: 'address', text });

/** Addresses, versions, phone numbers, dates and times with digits: the same everywhere. They come before amounts. */
export function patternRules({ dayFirst }: Grammar): Rule[] {
  return [
    {
      starts: 'ld',
      pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/uy,
      read: ([text]) => spelled(text),
    },
    {
      starts: 'l',
      pattern: /(?:https?:\/\/|www\.)[^\s<>"']{1,200}/uy,
      read: ([text]) => {
        const address = text.replace(/[.,;:!?)]+$/u, '');
        return { token: spelled(address.replace(/^https?:\/\//u, '')), length: address.length };
      },
    },
    {
      starts: 'ld',
      pattern:
        /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:com|org|net|io|dev|gg|edu|gov|app|co\.uk|de|fr|es|ru|cn|br|eu)(?:\/[\w./%-]{0,100})?(?![\p{L}\p{N}@])/uy,
      read: ([text]) => {
        const address = text.replace(/[.-]+$/u, '');
        return { token: spelled(address), length: address.length };
      },
    },
    {
      starts: 'd',
      pattern: /\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![.\d])/uy,
      read: ([text]) => ({ kind: 'dotted', prefix: '', parts: text.split(/[.:]/u) }),
    },
    {
      starts: 'd',
      pattern: /(\d{4})-(\d{2})-(\d{2})(?![-\d])/uy,
      read: ([, year, month, day]) => dateToken(Number(year), Number(month), Number(day)),
    },
    {
      starts: 'l',
      inWord: true,
      pattern: /T(?=\d{2}:\d{2})/uy,
      read: (_match, { before }) => (/\d-\d\d-\d\d$/u.test(before) ? { kind: 'words', text: ', ' } : undefined),
    },
    {
      starts: 'd',
      pattern: /(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![/\d]|[.-]\d)/uy,
      read([, first, separator, second, year]) {
        if (dayFirst === undefined && separator !== '.') return undefined;
        const [day, month] = separator === '.' || dayFirst || Number(first) > 12 ? [first, second] : [second, first];
        if (separator !== '/' && year.length < 4) return undefined;
        return dateToken(year.length === 4 ? Number(year) : century(Number(year)), Number(month), Number(day));
      },
    },
    {
      starts: 'ld',
      pattern: /(v(?:ersion)?\s?)?(\d{1,5}(?:\.\d{1,5}){1,5})(?:-([a-z]{1,10})\.?(\d{0,5}))?(?![\d]|\.\d)/iuy,
      read([, prefix, numbers, label, count]) {
        const parts = [...numbers.split('.'), ...(label ? [label] : []), ...(count ? [count] : [])];
        return prefix || numbers.split('.').length > 2 || label
          ? { kind: 'dotted', prefix: prefix ? 'version' : '', parts }
          : undefined;
      },
    },
    {
      starts: 'l',
      pattern: /v(\d{1,4})(?![\p{L}\p{N}.])/uy,
      read: ([, number]) => ({ kind: 'dotted', prefix: 'version', parts: [number] }),
    },
    {
      starts: 's',
      pattern: /\+(?:\d{8,15}|\d{1,3}(?:[ .-]?\(\d{1,4}\))?(?:[ .-]\d{2,12}){1,5})(?!\d)/uy,
      read: ([text]) => internationalPhone(text),
    },
    { starts: 'ds', pattern: /(?:1[ -])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/uy, read: ([text]) => phone(text) },
    { starts: 'd', pattern: /1-\d{3}-\d{3}-\d{4}(?!\d)/uy, read: ([text]) => phone(text) },
    { starts: 'd', pattern: /\d{3}-\d{4}(?![-\d])/uy, read: ([text]) => phone(text) },
    {
      starts: 'd',
      pattern: /(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:\s?(?:Uhr|ч)(?!\p{L}))?(?![:\d])/uy,
      inWord: true,
      read([, hour, minute, second], { before }) {
        if (Number(hour) > 24 || (/[\p{L}\p{N}]$/u.test(before) && !/-\d\dT$/u.test(before))) return undefined;
        return {
          kind: 'time',
          hour: Number(hour),
          minute: Number(minute),
          second: second === undefined ? undefined : Number(second),
        };
      },
    },
    {
      starts: 'd',
      pattern: /(\d{1,4}):(\d{1,4})(?![:\d])/uy,
      read: ([, left, right]) => ({ kind: 'ratio', of: 'ratio', parts: [left, right] }),
    },
    { starts: 'd', pattern: /(\d{1,5})\s?[x×]\s?(\d{1,5})(?:\s?[x×]\s?(\d{1,5}))?(?![\p{L}\p{N}])/uy, read: sizeToken },
    {
      starts: 'd',
      pattern: /(?:(\d{1,3}) )?(\d{1,3})\/(\d{1,3})(?![/\d\p{L}])/uy,
      read: ([, whole, numerator, denominator], { before }) =>
        /[/\d]$/u.test(before) || Number(denominator) === 0
          ? undefined
          : { kind: 'fraction', whole, numerator: Number(numerator), denominator: Number(denominator) },
    },
    { starts: 'ds', pattern: /(\d{1,4})?\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/uy, inWord: true, read: vulgarFraction },
    {
      starts: 's',
      pattern: /[+=≠≤≥≈±×÷∞√π²³°&@%§©®™→←#*/~<>−_\\^№½¼¾•]/uy,
      inWord: true,
      read: ([sign], around) => signToken(sign, around),
    },
  ];
}

function sizeToken([all, ...parts]: RegExpExecArray): Token | undefined {
  // "3 × 4" with spaces is a product.
  if (/\s×\s/u.test(all)) return undefined;
  return { kind: 'ratio', of: 'size', parts: parts.filter(part => part !== undefined) };
}

function vulgarFraction([, whole, sign]: RegExpExecArray): Token {
  const [numerator, denominator] = sign.normalize('NFKC').split('\u2044').map(Number);
  return { kind: 'fraction', whole, numerator, denominator };
}

/** A sign between or before words; one that only decorates says nothing and is a space. */
function signToken(sign: string, { before, after }: Around): Token | undefined {
  if (sign === '−' && /^\d/u.test(after) && isMinus(before)) return undefined;
  if (sign === '/' && /[\p{L}\p{N}]$/u.test(before) && /^\p{L}/u.test(after)) return { kind: 'sign', sign };
  if (
    /[/*_\\#~^]/u.test(sign) &&
    !(/[\d)]\s?$/u.test(before) && /^\s?[\d(]/u.test(after)) &&
    !(sign === '~' && /^\s?\d/u.test(after))
  ) {
    return { kind: 'words', text: ' ' };
  }
  return { kind: 'sign', sign };
}

function phone(text: string): Token {
  return { kind: 'digits', plus: text.startsWith('+'), groups: text.match(/\d+/gu)!.flatMap(splitGroup) };
}

/** Such a number has 8 to 15 digits (E.164); groups beyond them are something else. */
function internationalPhone(text: string): Read | undefined {
  let length = 0;
  let digits = 0;
  for (const group of text.matchAll(/\d+\)?/gu)) {
    const count = group[0].replace(/\D/gu, '').length;
    if (digits + count > 15) break;
    digits += count;
    length = group.index + group[0].length;
  }
  return digits >= 8 ? { token: phone(text.slice(0, length)), length } : undefined;
}

/** Long groups in threes, the last of up to four. */
function splitGroup(digits: string): string[] {
  if (digits.length <= 4) return [digits];
  return [digits.slice(0, 3), ...splitGroup(digits.slice(3))];
}

export function dateToken(year: number | undefined, month: number, day: number | undefined): Token | undefined {
  if (month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31))) return undefined;
  return { kind: 'date', year, month, day };
}

function century(year: number): number {
  return year < 70 ? 2000 + year : 1900 + year;
}
