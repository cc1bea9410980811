/** Portuguese. */
import { isOne } from '../amount.ts';
import type { LanguageRow } from './row.ts';

/** After a round million: "un millón de euros", "um milhão de euros". */
const two = (one: string, other: string) => ({ one, other, many: `de ${other}` });
const feminine = new Set(['hour', 'mile']);
const parts: Readonly<Record<number, string>> = {
  2: 'meio',
  3: 'terço',
  4: 'quarto',
  5: 'quinto',
  6: 'sexto',
  7: 'sétimo',
  8: 'oitavo',
  9: 'nono',
  10: 'décimo',
};

export const pt: LanguageRow = {
  grammar: {
    decimal: ',',
    groups: '.\u00A0\u202F ',
    moneyScales: 'mil|milhões|milhão|M',
    scaleWords: { mil: 'thousand', milhões: 'million', milhão: 'million' },
    dayFirst: true,
  },
  space: ' ',
  decimal: 'vírgula',
  minus: 'menos',
  range: 'a',
  ratio: 'a',
  by: 'por',
  dot: 'ponto',
  version: 'versão',
  moneyAnd: 'e',
  perMille: 'por mil',
  percentNames: { other: 'por cento' },
  percent: (words, name) => `${words} ${name}`,
  address: { at: 'arroba', dot: 'ponto', slash: 'barra', dash: 'hífen', underscore: 'sublinhado' },
  signs: {
    '+': 'mais',
    '=': 'igual a',
    '≠': 'diferente de',
    '≤': 'no máximo',
    '≥': 'no mínimo',
    '≈': 'aproximadamente',
    '±': 'mais ou menos',
    '×': 'vezes',
    '÷': 'dividido por',
    '∞': 'infinito',
    π: 'pi',
    '²': 'ao quadrado',
    '³': 'ao cubo',
    '°': 'graus',
    '&': 'e',
    '@': 'arroba',
    '%': 'por cento',
    '§': 'seção',
    '→': 'para',
    '*': 'vezes',
    '~': 'cerca de',
    '<': 'menor que',
    '>': 'maior que',
    '−': 'menos',
    '^': 'elevado a',
    '№': 'número',
  },
  scales: {
    thousand: { other: 'mil' },
    million: two('milhão', 'milhões'),
    billion: two('bilhão', 'bilhões'),
    trillion: two('trilhão', 'trilhões'),
  },
  money: {
    EUR: { names: two('euro', 'euros'), cents: two('cêntimo', 'cêntimos') },
    BRL: { names: two('real', 'reais'), cents: two('centavo', 'centavos') },
    USD: { names: two('dólar', 'dólares'), cents: two('centavo', 'centavos') },
    GBP: { names: two('libra', 'libras') },
  },
  units: {
    kilometre: two('quilômetro', 'quilômetros'),
    metre: two('metro', 'metros'),
    centimetre: two('centímetro', 'centímetros'),
    millimetre: two('milímetro', 'milímetros'),
    mile: two('milha', 'milhas'),
    kilogram: two('quilograma', 'quilogramas'),
    gram: two('grama', 'gramas'),
    litre: two('litro', 'litros'),
    millilitre: two('mililitro', 'mililitros'),
    'kilometre per hour': two('quilômetro por hora', 'quilômetros por hora'),
    'degree Celsius': two('grau Celsius', 'graus Celsius'),
    degree: two('grau', 'graus'),
    hour: two('hora', 'horas'),
    minute: two('minuto', 'minutos'),
    second: two('segundo', 'segundos'),
    megabyte: two('megabyte', 'megabytes'),
    gigabyte: two('gigabyte', 'gigabytes'),
    terabyte: two('terabyte', 'terabytes'),
    hertz: { other: 'hertz' },
    watt: two('watt', 'watts'),
    volt: two('volt', 'volts'),
    'square metre': two('metro quadrado', 'metros quadrados'),
  },
  unitSigns: {},
  counted: (amount, words, unit) => {
    if (!feminine.has(unit ?? '')) return words;
    return isOne(amount) ? 'uma' : words.replace(/dois$/u, 'duas').replace(/um$/u, 'uma');
  },
  fraction: (whole, numerator, denominator, cardinal) => {
    const part = parts[denominator];
    const said =
      !part || numerator >= denominator
        ? `${cardinal(numerator)} sobre ${cardinal(denominator)}`
        : numerator === 1
          ? `um ${part}`
          : `${cardinal(numerator)} ${part}s`;
    return whole ? `${whole} e ${said}` : said;
  },
  time: (hour, minute, second, cardinal) => {
    const hours = hour === 1 ? 'uma hora' : `${cardinal(hour).replace(/dois$/u, 'duas').replace(/um$/u, 'uma')} horas`;
    return `${hours}${minute ? ` e ${cardinal(minute)}` : ''}${second ? ` e ${cardinal(second)} segundos` : ''}`;
  },
  date: ({ year, month, day }, cardinal) => `${day === 1 ? 'primeiro' : cardinal(day)} de ${month} de ${year}`,
  ordinal: {
    pattern: /(\d{1,3})\.?[ºª°]/uy,
    say: (words, context) => (context.endsWith('ª') ? words.replace(/o(?= |$)/gu, 'a') : words),
  },
};
