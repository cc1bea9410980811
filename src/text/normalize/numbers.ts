/** Numbers as words: the languages of n2words that voices speak. The only file that knows the package. */
import { toCardinal as de, toOrdinal as deOrdinal } from 'n2words/de-DE';
import { toCardinal as enBritish, toOrdinal as enBritishOrdinal } from 'n2words/en-GB';
import { toCardinal as en, toOrdinal as enOrdinal } from 'n2words/en-US';
import { toCardinal as es, toOrdinal as esOrdinal } from 'n2words/es-ES';
import { toCardinal as fr, toOrdinal as frOrdinal } from 'n2words/fr-FR';
import { toCardinal as it, toOrdinal as itOrdinal } from 'n2words/it-IT';
import { toCardinal as ja, toOrdinal as jaOrdinal } from 'n2words/ja-JP';
import { toCardinal as ko } from 'n2words/ko-KR';
import { toCardinal as nl, toOrdinal as nlOrdinal } from 'n2words/nl-NL';
import { toCardinal as pl } from 'n2words/pl-PL';
import { toCardinal as pt, toOrdinal as ptOrdinal } from 'n2words/pt-PT';
import { toCardinal as ru, toOrdinal as ruOrdinal } from 'n2words/ru-RU';
import { toCardinal as sv, toOrdinal as svOrdinal } from 'n2words/sv-SE';
import { toCardinal as tr } from 'n2words/tr-TR';
import { toCardinal as uk } from 'n2words/uk-UA';
import { toCardinal as zh, toOrdinal as zhOrdinal } from 'n2words/zh-Hans-CN';
import { toCardinal as zhTraditional, toOrdinal as zhTraditionalOrdinal } from 'n2words/zh-Hant-TW';
import { baseLanguage } from '../words.ts';

/** Both take digits: "1234". Ordinals start at 1. */
export interface NumberWords {
  readonly cardinal: (digits: string) => string;
  readonly ordinal?: (digits: string) => string;
}

/** Not the characters of cheques. */
const everyday = { formal: false } as const;

const rows: Readonly<Record<string, NumberWords>> = {
  de: { cardinal: de, ordinal: deOrdinal },
  en: { cardinal: digits => en(digits), ordinal: enOrdinal },
  'en-gb': { cardinal: digits => enBritish(digits), ordinal: enBritishOrdinal },
  es: { cardinal: digits => es(digits), ordinal: digits => esOrdinal(digits) },
  fr: { cardinal: digits => fr(digits), ordinal: frOrdinal },
  it: { cardinal: it, ordinal: itOrdinal },
  ja: { cardinal: ja, ordinal: jaOrdinal },
  ko: { cardinal: ko },
  nl: { cardinal: digits => nl(digits), ordinal: nlOrdinal },
  pl: { cardinal: digits => pl(digits) },
  pt: { cardinal: pt, ordinal: ptOrdinal },
  ru: { cardinal: digits => ru(digits), ordinal: ruOrdinal },
  sv: { cardinal: sv, ordinal: svOrdinal },
  tr: { cardinal: digits => tr(digits) },
  // The package writes a Latin "i" in some words.
  uk: { cardinal: digits => uk(digits).replaceAll('i', 'і') },
  zh: { cardinal: digits => zh(digits, everyday).replace(/^一十/u, '十'), ordinal: digits => zhOrdinal(digits, everyday) },
  'zh-hant': { cardinal: digits => zhTraditional(digits, everyday), ordinal: digits => zhTraditionalOrdinal(digits, everyday) },
};

/** Undefined: digits stay digits in this language. */
export function numberWordsOf(language: string): NumberWords | undefined {
  const base = baseLanguage(language);
  if (base === 'zh' && /hant|tw|hk|mo/iu.test(language)) return rows['zh-hant'];
  if (base === 'en' && /^en-(?:gb|ie|au|nz|za|in)/iu.test(language)) return rows['en-gb'];
  return rows[base];
}
