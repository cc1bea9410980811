/** Russian. */
import { isOne } from '../amount.ts';
import type { LanguageRow } from './row.ts';

const forms = (one: string, few: string, many: string) => ({ one, few, many, other: few });
const feminine = new Set(['second', 'minute', 'mile', 'millisecond']);

export const ru: LanguageRow = {
  grammar: {
    decimal: ',',
    groups: '\u00A0\u202F ',
    moneyScales: 'тыс\\.?|млн\\.?|млрд\\.?',
    scaleWords: { тыс: 'thousand', 'тыс.': 'thousand', млн: 'million', 'млн.': 'million', млрд: 'billion', 'млрд.': 'billion' },
    dayFirst: true,
  },
  space: ' ',
  decimal: 'запятая',
  minus: 'минус',
  range: 'до',
  ratio: 'к',
  by: 'на',
  dot: 'точка',
  version: 'версия',
  moneyAnd: '',
  perMille: 'промилле',
  percentNames: forms('процент', 'процента', 'процентов'),
  percent: (words, name) => `${words} ${name}`,
  address: { at: 'собака', dot: 'точка', slash: 'слэш', dash: 'дефис', underscore: 'подчёркивание' },
  signs: {
    '+': 'плюс',
    '=': 'равно',
    '≠': 'не равно',
    '≤': 'не больше',
    '≥': 'не меньше',
    '≈': 'примерно',
    '±': 'плюс минус',
    '×': 'умножить на',
    '÷': 'разделить на',
    '∞': 'бесконечность',
    π: 'пи',
    '²': 'в квадрате',
    '³': 'в кубе',
    '°': 'градусов',
    '&': 'и',
    '@': 'собака',
    '%': 'процентов',
    '§': 'параграф',
    '→': 'к',
    '*': 'умножить на',
    '~': 'примерно',
    '<': 'меньше',
    '>': 'больше',
    '−': 'минус',
    '^': 'в степени',
    '№': 'номер',
  },
  scales: {
    thousand: forms('тысяча', 'тысячи', 'тысяч'),
    million: forms('миллион', 'миллиона', 'миллионов'),
    billion: forms('миллиард', 'миллиарда', 'миллиардов'),
    trillion: forms('триллион', 'триллиона', 'триллионов'),
  },
  money: {
    RUB: { names: forms('рубль', 'рубля', 'рублей') },
    USD: { names: forms('доллар', 'доллара', 'долларов'), cents: forms('цент', 'цента', 'центов') },
    EUR: { names: forms('евро', 'евро', 'евро'), cents: forms('цент', 'цента', 'центов') },
    UAH: { names: forms('гривна', 'гривны', 'гривен') },
  },
  units: {
    kilometre: forms('километр', 'километра', 'километров'),
    metre: forms('метр', 'метра', 'метров'),
    centimetre: forms('сантиметр', 'сантиметра', 'сантиметров'),
    millimetre: forms('миллиметр', 'миллиметра', 'миллиметров'),
    mile: forms('миля', 'мили', 'миль'),
    kilogram: forms('килограмм', 'килограмма', 'килограммов'),
    gram: forms('грамм', 'грамма', 'граммов'),
    litre: forms('литр', 'литра', 'литров'),
    'kilometre per hour': forms('километр в час', 'километра в час', 'километров в час'),
    'degree Celsius': forms('градус Цельсия', 'градуса Цельсия', 'градусов Цельсия'),
    degree: forms('градус', 'градуса', 'градусов'),
    hour: forms('час', 'часа', 'часов'),
    minute: forms('минута', 'минуты', 'минут'),
    second: forms('секунда', 'секунды', 'секунд'),
    megabyte: forms('мегабайт', 'мегабайта', 'мегабайт'),
    gigabyte: forms('гигабайт', 'гигабайта', 'гигабайт'),
    hertz: forms('герц', 'герца', 'герц'),
    watt: forms('ватт', 'ватта', 'ватт'),
  },
  unitSigns: {},
  counted: (amount, words, unit) =>
    feminine.has(unit ?? '') ? (isOne(amount) ? 'одна' : words.replace(/два$/u, 'две').replace(/один$/u, 'одна')) : words,
  fraction: (whole, numerator, denominator, cardinal) => {
    const half =
      numerator === 1 && denominator === 2
        ? 'одна вторая'
        : numerator === 1 && denominator === 4
          ? 'одна четвёртая'
          : numerator === 3 && denominator === 4
            ? 'три четвёртых'
            : undefined;
    const said = half ?? `${cardinal(numerator)} из ${cardinal(denominator)}`;
    return whole ? `${whole} и ${said}` : said;
  },
  time: (hour, minute, second, cardinal) =>
    [hour, minute, second ?? 0]
      .filter((value, index) => index < 1 || value > 0)
      .map((value, index) => (index === 1 && value < 10 ? `ноль ${cardinal(value)}` : cardinal(value)))
      .join(' ') + (minute ? '' : hoursOf(hour)),
  date: ({ yearNumber, month, day, ordinal }) => `${neuter(ordinal(day))} ${month} ${genitive(ordinal(yearNumber))} года`,
  ordinal: {
    pattern: /(\d{1,4})-?(?:ый|ий|ой|й|ая|я|ое|е)(?![\p{L}\p{N}])/uy,
    say: (words, context) =>
      /(?:ая|я)$/u.test(context)
        ? words.replace(/третий$/u, 'третья').replace(/(?:ый|ой)$/u, 'ая')
        : /(?:ое|е)$/u.test(context)
          ? words.replace(/третий$/u, 'третье').replace(/(?:ый|ой)$/u, 'ое')
          : words,
  },
};

function neuter(ordinal: string): string {
  return ordinal.replace(/ий$/u, 'ье').replace(/(?:ый|ой)$/u, 'ое');
}

function genitive(ordinal: string): string {
  return ordinal.replace(/ий$/u, 'ьего').replace(/(?:ый|ой)$/u, 'ого');
}

function hoursOf(hour: number): string {
  const last = hour % 10;
  if (hour > 10 && hour < 20) return ' часов';
  return last === 1 ? ' час' : last >= 2 && last <= 4 ? ' часа' : ' часов';
}
