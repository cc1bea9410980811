/** Amounts: how a language writes numbers, and reading them back. */
import type { Amount, Scale } from './token.ts';

export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** What may stand between groups of three digits, as the inside of a character class. */
  readonly groups: string;
}

/** A pattern's source for one unsigned number. Long runs of digits are one number too: the verbalizer spells them. */
export function numberSource({ decimal, groups }: NumberStyle): string {
  const point = decimal === '.' ? '\\.' : ',';
  return `(?:\\d{1,3}(?:[${groups}]\\d{3}){1,8}(?!\\d)|\\d+)(?:${point}\\d+)?(?!\\d)`;
}

export function parseAmount(text: string, { decimal }: NumberStyle, negative = false): Amount {
  const cut = text.lastIndexOf(decimal);
  const integer = (cut < 0 ? text : text.slice(0, cut)).replace(/\D/gu, '');
  return { negative, integer: integer === '' ? '0' : integer, fraction: cut < 0 ? '' : text.slice(cut + 1) };
}

export function isOne({ integer, fraction }: Amount): boolean {
  return /^0*1$/u.test(integer) && /^0*$/u.test(fraction);
}

const scales: Readonly<Record<string, Scale>> = {
  k: 'thousand',
  thousand: 'thousand',
  m: 'million',
  mn: 'million',
  mio: 'million',
  million: 'million',
  b: 'billion',
  bn: 'billion',
  billion: 'billion',
  t: 'trillion',
  tn: 'trillion',
  trillion: 'trillion',
};

export function parseScale(text: string | undefined): Scale | undefined {
  return text === undefined ? undefined : scales[text.trim().toLowerCase()];
}
