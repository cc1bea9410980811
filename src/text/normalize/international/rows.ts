/** The table of languages. To add one: its number words in ../numbers.ts, its file here, its line below. */
import { units } from '../units.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';
import type { LanguageRow } from './row.ts';
import { ru } from './ru.ts';
import { zh } from './zh.ts';

export type { Forms, LanguageRow } from './row.ts';

export const rows: Readonly<Record<string, LanguageRow>> = { de, es, fr, pt, ru, zh };

/** Languages with number words and no row: bare numbers become words, units and currencies keep their signs. */
export const plainRow: LanguageRow = {
  ...de,
  grammar: { decimal: ',', groups: '.\u00A0\u202F', moneyScales: 'mln' },
  decimal: ',',
  minus: '−',
  range: '–',
  ratio: ':',
  by: '×',
  dot: '.',
  version: 'v',
  moneyAnd: ',',
  perMille: '‰',
  percentNames: { other: '%' },
  address: { at: '@', dot: '.', slash: '/', dash: '-', underscore: '_' },
  signs: Object.fromEntries([...'+=≠≤≥≈±×÷∞√π²³°&@%§©→*/~<>−^№'].map(sign => [sign, sign])),
  scales: {},
  money: {},
  units: {},
  unitSigns: Object.fromEntries(Object.entries(units).map(([sign, id]) => [id, sign])),
  counted: undefined,
  yearPattern: undefined,
  year: undefined,
  fraction: (whole, numerator, denominator, cardinal) => `${whole} ${cardinal(numerator)}/${cardinal(denominator)}`.trim(),
  time: (hour, minute, second, cardinal) => [hour, minute, ...(second === undefined ? [] : [second])].map(cardinal).join(' '),
  date: ({ year, month, day }, cardinal) => `${cardinal(day)} ${month} ${year}`,
  oneBeforeNoun: undefined,
  ordinal: undefined,
};
