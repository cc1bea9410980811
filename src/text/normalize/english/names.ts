/** English names: months, units, currencies, abbreviations. */

export const months = 'January February March April May June July August September October November December'.split(' ');
/** "Sept", "Sep" and "September" -> 9. */
export function monthNumber(text: string): number {
  return months.findIndex(month => month.toLowerCase().startsWith(text.toLowerCase().slice(0, 3))) + 1;
}
export const monthSource =
  'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?';

const irregular: Readonly<Record<string, string>> = {
  foot: 'feet',
  'square foot': 'square feet',
  hertz: 'hertz',
  kilohertz: 'kilohertz',
  megahertz: 'megahertz',
  gigahertz: 'gigahertz',
  'mile per hour': 'miles per hour',
  'degree Celsius': 'degrees Celsius',
  'degree Fahrenheit': 'degrees Fahrenheit',
};
/** British spelling is in the ids. */
const american: readonly (readonly [RegExp, string])[] = [
  [/metre/gu, 'meter'],
  [/litre/gu, 'liter'],
];

export function unitName(id: string, isOne: boolean, isBritish: boolean): string {
  const plural = irregular[id] ?? (/ per /u.test(id) ? id.replace(' per ', 's per ') : `${id}s`);
  const name = isOne ? id : plural;
  return isBritish ? name : american.reduce((text, [from, to]) => text.replace(from, to), name);
}

/** ISO code -> [one, many, one cent, many cents]. */
export const currencies: Readonly<Record<string, readonly [string, string, string?, string?]>> = {
  USD: ['dollar', 'dollars', 'cent', 'cents'],
  EUR: ['euro', 'euros', 'cent', 'cents'],
  GBP: ['pound', 'pounds', 'penny', 'pence'],
  JPY: ['yen', 'yen'],
  CNY: ['yuan', 'yuan'],
  RMB: ['yuan', 'yuan'],
  CHF: ['Swiss franc', 'Swiss francs'],
  CAD: ['Canadian dollar', 'Canadian dollars', 'cent', 'cents'],
  AUD: ['Australian dollar', 'Australian dollars', 'cent', 'cents'],
  NZD: ['New Zealand dollar', 'New Zealand dollars', 'cent', 'cents'],
  HKD: ['Hong Kong dollar', 'Hong Kong dollars'],
  SGD: ['Singapore dollar', 'Singapore dollars'],
  INR: ['rupee', 'rupees'],
  RUB: ['ruble', 'rubles'],
  BRL: ['real', 'reais'],
  MXN: ['Mexican peso', 'Mexican pesos'],
  SEK: ['Swedish krona', 'Swedish kronor'],
  NOK: ['Norwegian krone', 'Norwegian kroner'],
  DKK: ['Danish krone', 'Danish kroner'],
  PLN: ['zloty', 'zlotys'],
  KRW: ['won', 'won'],
  TRY: ['lira', 'lira'],
  UAH: ['hryvnia', 'hryvnias'],
  ZAR: ['rand', 'rand'],
  BTC: ['bitcoin', 'bitcoins'],
  ETH: ['ether', 'ether'],
  USc: ['cent', 'cents'],
};

/** Read in full wherever they stand; the point belongs to them. `ends`: a sentence may end with it, then the point stays. */
export const abbreviations: Readonly<Record<string, { readonly say: string; readonly ends?: boolean }>> = {
  'Mr.': { say: 'Mister' },
  'Mrs.': { say: 'Missus' },
  'Ms.': { say: 'Miz' },
  'Prof.': { say: 'Professor' },
  'Capt.': { say: 'Captain' },
  'Lt.': { say: 'Lieutenant' },
  'Sgt.': { say: 'Sergeant' },
  'Gen.': { say: 'General' },
  'Sen.': { say: 'Senator' },
  'Gov.': { say: 'Governor' },
  'Rev.': { say: 'Reverend' },
  'Mt.': { say: 'Mount' },
  'Jr.': { say: 'Junior', ends: true },
  'Sr.': { say: 'Senior', ends: true },
  'Inc.': { say: 'Incorporated', ends: true },
  'Ltd.': { say: 'Limited', ends: true },
  'Corp.': { say: 'Corporation', ends: true },
  'Co.': { say: 'Company', ends: true },
  'Dept.': { say: 'Department', ends: true },
  'Ave.': { say: 'Avenue', ends: true },
  'Blvd.': { say: 'Boulevard', ends: true },
  'Rd.': { say: 'Road', ends: true },
  'etc.': { say: 'et cetera', ends: true },
  'e.g.': { say: 'for example' },
  'i.e.': { say: 'that is' },
  'vs.': { say: 'versus' },
  'approx.': { say: 'approximately' },
  'est.': { say: 'established' },
  'min.': { say: 'minutes', ends: true },
  'max.': { say: 'maximum', ends: true },
  'a.k.a.': { say: 'also known as' },
  'w/o': { say: 'without' },
  'w/': { say: 'with' },
  'b/c': { say: 'because' },
  'and/or': { say: 'and or' },
  'c/o': { say: 'care of' },
  'n/a': { say: 'not applicable' },
  'N/A': { say: 'not applicable' },
  vs: { say: 'versus' },
};
