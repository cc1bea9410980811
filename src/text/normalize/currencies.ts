/** Currencies: signs and codes -> ISO code. */
import { anyOf } from './any-of.ts';

export const currencySigns: Readonly<Record<string, string>> = {
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  R$: 'BRL',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '￥': 'CNY',
  '₽': 'RUB',
  '₹': 'INR',
  '₩': 'KRW',
  '₿': 'BTC',
  '₺': 'TRY',
  '₴': 'UAH',
  '¢': 'USc',
  zł: 'PLN',
};

export const currencyCodes: ReadonlySet<string> = new Set(
  'USD EUR GBP JPY CNY RMB CHF CAD AUD NZD INR RUB BRL MXN SEK NOK DKK PLN KRW TRY UAH BTC ETH HKD SGD ZAR'.split(' '),
);

export const signSource = anyOf(Object.keys(currencySigns));
export const codeSource = anyOf(currencyCodes);

export function currencyOf(text: string): string {
  return currencySigns[text] ?? text;
}
