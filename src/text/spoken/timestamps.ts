/** Points in time as a person says them, in the words and the time zone of the listener. */
import type { Node } from '../rich-text.ts';

type Timestamp = Extract<Node, { kind: 'timestamp' }>;

export interface Clock {
  readonly language: string;
  readonly nowSeconds: number;
  /** IANA name, "Europe/Berlin". */
  readonly timeZone: string;
}

const styles: Readonly<Record<Exclude<Timestamp['style'], 'R'>, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'long' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** Largest first: [unit, seconds]. */
const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function spokenTimestamp({ epochSeconds, style }: Timestamp, clock: Clock): string {
  const date = new Date(epochSeconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  if (style === 'R') return relative(epochSeconds - clock.nowSeconds, clock.language);
  return new Intl.DateTimeFormat(clock.language, { ...styles[style], timeZone: clock.timeZone }).format(date);
}

function relative(seconds: number, language: string): string {
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}
