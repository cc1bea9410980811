/** German. */
import { isOne } from '../amount.ts';
import type { LanguageRow } from './row.ts';

const same = (word: string) => ({ other: word });
const feminine = new Set(['second', 'minute', 'hour', 'millisecond', 'mile']);

export const de: LanguageRow = {
  grammar: {
    decimal: ',',
    groups: '.\u00A0\u202F ',
    moneyScales: 'Tausend|Millionen|Million|Mio\\.?|Milliarden|Milliarde|Mrd\\.?',
    scaleWords: {
      Tausend: 'thousand',
      Millionen: 'million',
      Million: 'million',
      Mio: 'million',
      'Mio.': 'million',
      Milliarden: 'billion',
      Milliarde: 'billion',
      Mrd: 'billion',
      'Mrd.': 'billion',
    },
    dayFirst: true,
  },
  space: ' ',
  decimal: 'Komma',
  minus: 'minus',
  range: 'bis',
  ratio: 'zu',
  by: 'mal',
  dot: 'Punkt',
  version: 'Version',
  moneyAnd: 'und',
  perMille: 'Promille',
  percentNames: same('Prozent'),
  percent: (words, name) => `${words === 'eins' ? 'ein' : words} ${name}`,
  address: { at: 'ät', dot: 'Punkt', slash: 'Schrägstrich', dash: 'Bindestrich', underscore: 'Unterstrich' },
  signs: {
    '+': 'plus',
    '=': 'gleich',
    '≠': 'ungleich',
    '≤': 'höchstens',
    '≥': 'mindestens',
    '≈': 'ungefähr',
    '±': 'plus minus',
    '×': 'mal',
    '÷': 'geteilt durch',
    '∞': 'unendlich',
    π: 'Pi',
    '²': 'Quadrat',
    '³': 'hoch drei',
    '°': 'Grad',
    '&': 'und',
    '@': 'ät',
    '%': 'Prozent',
    '§': 'Paragraf',
    '→': 'nach',
    '*': 'mal',
    '~': 'ungefähr',
    '<': 'kleiner als',
    '>': 'größer als',
    '−': 'minus',
    '^': 'hoch',
    '№': 'Nummer',
  },
  scales: {
    thousand: same('Tausend'),
    million: { one: 'Million', other: 'Millionen' },
    billion: { one: 'Milliarde', other: 'Milliarden' },
    trillion: { one: 'Billion', other: 'Billionen' },
  },
  money: {
    EUR: { names: same('Euro'), cents: same('Cent') },
    USD: { names: same('Dollar'), cents: same('Cent') },
    GBP: { names: same('Pfund'), cents: same('Pence') },
    CHF: { names: same('Franken'), cents: same('Rappen') },
    JPY: { names: same('Yen') },
    RUB: { names: same('Rubel') },
  },
  units: {
    kilometre: same('Kilometer'),
    metre: same('Meter'),
    centimetre: same('Zentimeter'),
    millimetre: same('Millimeter'),
    mile: { one: 'Meile', other: 'Meilen' },
    kilogram: same('Kilogramm'),
    gram: same('Gramm'),
    milligram: same('Milligramm'),
    litre: same('Liter'),
    millilitre: same('Milliliter'),
    'kilometre per hour': same('Kilometer pro Stunde'),
    'metre per second': same('Meter pro Sekunde'),
    'degree Celsius': same('Grad Celsius'),
    'degree Fahrenheit': same('Grad Fahrenheit'),
    degree: same('Grad'),
    hour: { one: 'Stunde', other: 'Stunden' },
    minute: { one: 'Minute', other: 'Minuten' },
    second: { one: 'Sekunde', other: 'Sekunden' },
    millisecond: { one: 'Millisekunde', other: 'Millisekunden' },
    kilobyte: same('Kilobyte'),
    megabyte: same('Megabyte'),
    gigabyte: same('Gigabyte'),
    terabyte: same('Terabyte'),
    hertz: same('Hertz'),
    kilohertz: same('Kilohertz'),
    megahertz: same('Megahertz'),
    gigahertz: same('Gigahertz'),
    watt: same('Watt'),
    kilowatt: same('Kilowatt'),
    'kilowatt hour': { one: 'Kilowattstunde', other: 'Kilowattstunden' },
    volt: same('Volt'),
    decibel: same('Dezibel'),
    pixel: same('Pixel'),
    'square metre': same('Quadratmeter'),
    'cubic metre': same('Kubikmeter'),
    'square kilometre': same('Quadratkilometer'),
  },
  unitSigns: {},
  counted: (amount, words, unit) => (isOne(amount) && words === 'eins' ? (feminine.has(unit ?? '') ? 'eine' : 'ein') : words),
  // Said in hundreds also where they count: "fünfzehnhundert Leute".
  yearPattern: /1[1-9]\d\d(?![\p{L}\p{N}%°€$£]|[.,:/]\d|\s?[%°€$£])/uy,
  year: (year, cardinal) => {
    if (year < 1100 || year > 1999) return cardinal(year);
    const rest = year % 100;
    return `${cardinal(Math.trunc(year / 100))}hundert${rest === 0 ? '' : cardinal(rest)}`;
  },
  fraction: (whole, numerator, denominator, cardinal) => {
    const part =
      denominator === 2
        ? 'halb'
        : denominator === 3
          ? 'Drittel'
          : denominator === 7
            ? 'Siebtel'
            : denominator === 8
              ? 'Achtel'
              : capital(`${cardinal(denominator)}${denominator < 20 ? 'tel' : 'stel'}`);
    const said =
      denominator > 100 || numerator >= denominator
        ? `${cardinal(numerator)} durch ${cardinal(denominator)}`
        : numerator === 1
          ? `ein ${part}`
          : `${cardinal(numerator)} ${part}`;
    return whole ? `${whole} und ${said}` : said;
  },
  time: (hour, minute, second, cardinal) =>
    `${hour === 1 ? 'ein' : cardinal(hour)} Uhr${minute ? ` ${cardinal(minute)}` : ''}${second ? ` und ${second === 1 ? 'eine Sekunde' : `${cardinal(second)} Sekunden`}` : ''}`,
  date: ({ year, month, day }, cardinal) => `${ordinalDay(day, cardinal)} ${month} ${year}`,
  oneBeforeNoun: { pattern: /1(?=\s\p{Lu}\p{Ll})/uy, say: 'ein' },
  ordinal: {
    pattern:
      /(\d{1,2})\.(?=\s(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Stock|Platz|Geburtstag|Mal|Klasse|Tag))/uy,
    say: (words, context) =>
      /(?:am|vom|zum|dem|den|im|beim|ab|seit|bis|der)\s\n/iu.test(context) && !/(?:^|\s)der\s\n/iu.test(context)
        ? `${words}n`
        : /(?:^|\s)(?:der|die|das)\s\n/iu.test(context)
          ? words
          : `${words}r`,
  },
};

function capital(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

const irregularDays: Readonly<Record<number, string>> = { 1: 'erster', 3: 'dritter', 7: 'siebter', 8: 'achter' };

function ordinalDay(day: number, cardinal: (value: number) => string): string {
  return irregularDays[day] ?? `${cardinal(day)}${day < 20 ? 'ter' : 'ster'}`;
}
