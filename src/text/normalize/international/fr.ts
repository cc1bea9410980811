/** French. */
import { isOne } from '../amount.ts';
import type { LanguageRow } from './row.ts';

/** After a round million: "un million d’euros". */
const two = (one: string, other: string) => ({ one, other, many: `${/^[aeiouéh]/u.test(other) ? 'd’' : 'de '}${other}` });
const feminine = new Set(['second', 'minute', 'hour']);
const parts: Readonly<Record<number, string>> = { 2: 'demi', 3: 'tiers', 4: 'quart' };

export const fr: LanguageRow = {
  grammar: {
    decimal: ',',
    groups: '.\u00A0\u202F ',
    moneyScales: 'mille|millions|million|milliards|milliard|M',
    scaleWords: { mille: 'thousand', millions: 'million', milliards: 'billion', milliard: 'billion' },
    dayFirst: true,
  },
  space: ' ',
  decimal: 'virgule',
  minus: 'moins',
  range: 'à',
  ratio: 'à',
  by: 'par',
  dot: 'point',
  version: 'version',
  moneyAnd: 'et',
  perMille: 'pour mille',
  percentNames: { other: 'pour cent' },
  percent: (words, name) => `${words} ${name}`,
  address: { at: 'arobase', dot: 'point', slash: 'barre oblique', dash: 'tiret', underscore: 'tiret bas' },
  signs: {
    '+': 'plus',
    '=': 'égale',
    '≠': 'différent de',
    '≤': 'au plus',
    '≥': 'au moins',
    '≈': 'environ',
    '±': 'plus ou moins',
    '×': 'fois',
    '÷': 'divisé par',
    '∞': 'infini',
    π: 'pi',
    '²': 'au carré',
    '³': 'au cube',
    '°': 'degrés',
    '&': 'et',
    '@': 'arobase',
    '%': 'pour cent',
    '§': 'paragraphe',
    '→': 'à',
    '*': 'fois',
    '~': 'environ',
    '<': 'inférieur à',
    '>': 'supérieur à',
    '−': 'moins',
    '^': 'puissance',
    '№': 'numéro',
  },
  scales: {
    thousand: { other: 'mille' },
    million: two('million', 'millions'),
    billion: two('milliard', 'milliards'),
    trillion: two('billion', 'billions'),
  },
  money: {
    EUR: { names: two('euro', 'euros'), cents: two('centime', 'centimes') },
    USD: { names: two('dollar', 'dollars'), cents: two('cent', 'cents') },
    GBP: { names: two('livre', 'livres'), cents: two('penny', 'pence') },
    CHF: { names: two('franc suisse', 'francs suisses'), cents: two('centime', 'centimes') },
    JPY: { names: two('yen', 'yens') },
  },
  units: {
    kilometre: two('kilomètre', 'kilomètres'),
    metre: two('mètre', 'mètres'),
    centimetre: two('centimètre', 'centimètres'),
    millimetre: two('millimètre', 'millimètres'),
    mile: two('mile', 'miles'),
    kilogram: two('kilogramme', 'kilogrammes'),
    gram: two('gramme', 'grammes'),
    litre: two('litre', 'litres'),
    millilitre: two('millilitre', 'millilitres'),
    'kilometre per hour': two('kilomètre heure', 'kilomètres heure'),
    'degree Celsius': two('degré Celsius', 'degrés Celsius'),
    degree: two('degré', 'degrés'),
    hour: two('heure', 'heures'),
    minute: two('minute', 'minutes'),
    second: two('seconde', 'secondes'),
    megabyte: two('mégaoctet', 'mégaoctets'),
    gigabyte: two('gigaoctet', 'gigaoctets'),
    terabyte: two('téraoctet', 'téraoctets'),
    hertz: { other: 'hertz' },
    watt: two('watt', 'watts'),
    volt: two('volt', 'volts'),
    'square metre': two('mètre carré', 'mètres carrés'),
  },
  unitSigns: {},
  counted: (amount, words, unit) => (isOne(amount) && feminine.has(unit ?? '') ? 'une' : words),
  fraction: (whole, numerator, denominator, cardinal) => {
    const part =
      parts[denominator] ??
      (denominator <= 20
        ? `${cardinal(denominator).replace(/e$/u, '')}ième`.replace('cinqi', 'cinqui').replace('neufi', 'neuvi')
        : undefined);
    const said =
      !part || numerator >= denominator
        ? `${cardinal(numerator)} sur ${cardinal(denominator)}`
        : `${cardinal(numerator)} ${part}${numerator > 1 && !part.endsWith('s') ? 's' : ''}`;
    return whole ? `${whole} et ${said}` : said;
  },
  time: (hour, minute, second, cardinal) =>
    `${hour === 1 ? 'une heure' : `${cardinal(hour)} heures`}${minute ? ` ${cardinal(minute)}` : ''}${second ? ` et ${cardinal(second)} secondes` : ''}`,
  date: ({ year, month, day }, cardinal) => `${day === 1 ? 'premier' : cardinal(day)} ${month} ${year}`,
  ordinal: {
    pattern: /(\d{1,4})(?:ère|re|er|ième|ème|e|ᵉ)(?![\p{L}\p{N}])/uy,
    say: (words, context) => (/(?:ère|re)$/u.test(context) ? words.replace(/premier$/u, 'première') : words),
  },
};
