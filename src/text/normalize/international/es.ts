/** Spanish. */
import { isOne } from '../amount.ts';
import type { LanguageRow } from './row.ts';

/** After a round million: "un millón de euros", "um milhão de euros". */
const two = (one: string, other: string) => ({ one, other, many: `de ${other}` });
const feminine = new Set(['second', 'minute', 'hour', 'mile']);
const parts: Readonly<Record<number, string>> = {
  2: 'medio',
  3: 'tercio',
  4: 'cuarto',
  5: 'quinto',
  6: 'sexto',
  7: 'séptimo',
  8: 'octavo',
  9: 'noveno',
  10: 'décimo',
};

export const es: LanguageRow = {
  grammar: {
    decimal: ',',
    groups: '.\u00A0\u202F ',
    moneyScales: 'mil|millones|millón|M',
    scaleWords: { mil: 'thousand', millones: 'million', millón: 'million' },
    dayFirst: true,
  },
  space: ' ',
  decimal: 'coma',
  minus: 'menos',
  range: 'a',
  ratio: 'a',
  by: 'por',
  dot: 'punto',
  version: 'versión',
  moneyAnd: 'con',
  perMille: 'por mil',
  percentNames: { other: 'por ciento' },
  percent: (words, name) => `${words} ${name}`,
  address: { at: 'arroba', dot: 'punto', slash: 'barra', dash: 'guion', underscore: 'guion bajo' },
  signs: {
    '+': 'más',
    '=': 'igual a',
    '≠': 'distinto de',
    '≤': 'como máximo',
    '≥': 'como mínimo',
    '≈': 'aproximadamente',
    '±': 'más menos',
    '×': 'por',
    '÷': 'entre',
    '∞': 'infinito',
    π: 'pi',
    '²': 'al cuadrado',
    '³': 'al cubo',
    '°': 'grados',
    '&': 'y',
    '@': 'arroba',
    '%': 'por ciento',
    '§': 'sección',
    '→': 'a',
    '*': 'por',
    '~': 'unos',
    '<': 'menor que',
    '>': 'mayor que',
    '−': 'menos',
    '^': 'elevado a',
    '№': 'número',
  },
  scales: {
    thousand: { other: 'mil' },
    million: two('millón', 'millones'),
    billion: { other: 'mil millones' },
    trillion: two('billón', 'billones'),
  },
  money: {
    EUR: { names: two('euro', 'euros'), cents: two('céntimo', 'céntimos') },
    USD: { names: two('dólar', 'dólares'), cents: two('centavo', 'centavos') },
    GBP: { names: two('libra', 'libras'), cents: two('penique', 'peniques') },
    MXN: { names: two('peso', 'pesos'), cents: two('centavo', 'centavos') },
    JPY: { names: two('yen', 'yenes') },
  },
  units: {
    kilometre: two('kilómetro', 'kilómetros'),
    metre: two('metro', 'metros'),
    centimetre: two('centímetro', 'centímetros'),
    millimetre: two('milímetro', 'milímetros'),
    mile: two('milla', 'millas'),
    kilogram: two('kilogramo', 'kilogramos'),
    gram: two('gramo', 'gramos'),
    litre: two('litro', 'litros'),
    millilitre: two('mililitro', 'mililitros'),
    'kilometre per hour': two('kilómetro por hora', 'kilómetros por hora'),
    'degree Celsius': two('grado Celsius', 'grados Celsius'),
    degree: two('grado', 'grados'),
    hour: two('hora', 'horas'),
    minute: two('minuto', 'minutos'),
    second: two('segundo', 'segundos'),
    megabyte: two('megabyte', 'megabytes'),
    gigabyte: two('gigabyte', 'gigabytes'),
    terabyte: two('terabyte', 'terabytes'),
    hertz: { other: 'hercios' },
    watt: two('vatio', 'vatios'),
    volt: two('voltio', 'voltios'),
    'square metre': two('metro cuadrado', 'metros cuadrados'),
  },
  unitSigns: {},
  counted: (amount, words, unit) =>
    isOne(amount) ? (feminine.has(unit ?? '') ? 'una' : 'un') : words.replace(/veintiuno$/u, 'veintiún').replace(/ uno$/u, ' un'),
  fraction: (whole, numerator, denominator, cardinal) => {
    const part = parts[denominator];
    const said =
      !part || numerator >= denominator
        ? `${cardinal(numerator)} sobre ${cardinal(denominator)}`
        : numerator === 1
          ? `un ${part}`
          : `${cardinal(numerator)} ${part}s`;
    return whole ? `${whole} y ${said}` : said;
  },
  time: (hour, minute, second, cardinal) => {
    const hours = hour === 1 ? 'una' : cardinal(hour);
    return `${hours}${minute ? ` y ${cardinal(minute)}` : ''}${second ? ` y ${cardinal(second)} segundos` : ''}`;
  },
  date: ({ year, month, day }, cardinal) => `${cardinal(day)} de ${month} de ${year}`,
  ordinal: {
    pattern: /(\d{1,3})\.?(?:[ºª°]|er(?!\p{L}))/uy,
    say: (words, context) =>
      context.endsWith('ª') ? words.replace(/o(?= |$)/gu, 'a') : context.endsWith('er') ? words.replace(/o$/u, '') : words,
  },
};
