import { Refusal } from '../errors.ts';

/** ParseDuration: "30 days", "12h", "1 week 2 days" -> milliseconds, from a minute to ten years. In each language of the catalogues. */
export function parseDuration(option: string, value: unknown): number {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const parts = [...text.matchAll(part)];
  const isWhole = parts.length > 0 && parts.map(found => found[0]).join('') === text;
  const units = parts.map(found => unitOf(found[2]!));
  if (!isWhole || units.includes(undefined)) throw refusal(option, text);
  const durationMs = parts.reduce((sum, found, index) => sum + Number(found[1]) * units[index]!, 0);
  if (durationMs < minute || durationMs > 3650 * day) throw refusal(option, text);
  return durationMs;
}

const part = /(\d{1,6})\s*(\p{L}+)[\s,]*/gu;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How each unit begins; the longest beginning that fits wins, so that "minutes" is no "month" and "mes" no minute. */
const beginnings: Readonly<Record<string, number>> = {
  m: minute,
  min: minute,
  мин: minute,
  分: minute,
  h: hour,
  st: hour,
  std: hour,
  ч: hour,
  小时: hour,
  时: hour,
  d: day,
  t: day,
  tag: day,
  j: day,
  jo: day,
  д: day,
  天: day,
  日: day,
  w: 7 * day,
  woche: 7 * day,
  sem: 7 * day,
  н: 7 * day,
  周: 7 * day,
  星期: 7 * day,
  mo: 30 * day,
  mes: 30 * day,
  mê: 30 * day,
  mês: 30 * day,
  мес: 30 * day,
  月: 30 * day,
  个月: 30 * day,
  y: 365 * day,
  jahr: 365 * day,
  a: 365 * day,
  an: 365 * day,
  añ: 365 * day,
  г: 365 * day,
  л: 365 * day,
  年: 365 * day,
};

function unitOf(word: string): number | undefined {
  for (let length = word.length; length > 0; length--) {
    const beginning = word.slice(0, length);
    if (Object.hasOwn(beginnings, beginning)) return beginnings[beginning];
  }
  return undefined;
}

function refusal(option: string, value: string): Refusal {
  const shown = value.slice(0, 40);
  return new Refusal(
    'option-duration',
    `"${option}" is "${shown}"; it takes a time from 1 minute to 10 years, such as "12h", "30 days" or "1 year".`,
    { values: { option, value: shown } },
  );
}
