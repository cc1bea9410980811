import { IntlMessageFormat } from 'intl-messageformat';
import type { Refusal } from '../errors.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { pt } from './texts/pt.ts';
import type { RefusalCode } from './texts/refusal-codes.ts';
import { ru } from './texts/ru.ts';
import { zh } from './texts/zh.ts';
import type { Catalogue, Texts } from './texts.ts';

/** Catalogues: every language that the bot speaks. To add one: texts/<language>.ts beside these, its line here. */
export const catalogues: Readonly<
  Record<string, Pick<Catalogue, 'messages'> & { readonly refusals: Partial<Catalogue['refusals']> }>
> = { en, de, es, fr, pt, ru, zh };

const fallback = 'en';

/** The first of these that there is a catalogue for, by its language alone: "pt-BR" is "pt". */
export function languageFor(...wanted: readonly (string | undefined)[]): string {
  const languages = wanted.map(tag => tag?.toLowerCase().split(/[-_]/)[0] ?? '');
  return languages.find(language => Object.hasOwn(catalogues, language)) ?? fallback;
}

const made = new Map<string, Texts>();

/** Each message is parsed when it is first said. */
export function textsIn(language: string): Texts {
  const texts = made.get(language) ?? createTexts(language);
  made.set(language, texts);
  return texts;
}

function createTexts(language: string): Texts {
  const catalogue = catalogues[language];
  if (!catalogue) throw new TypeError(`There is no catalogue "${language}".`);
  const { messages, refusals } = catalogue;
  const formats = new Map<string, IntlMessageFormat>();

  function filled(message: string, values?: Parameters<Texts['say']>[1]): string {
    const format = formats.get(message) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
    formats.set(message, format);
    return String(format.format(values));
  }

  return {
    language,
    say: (message, values) => filled(messages[message], values),
    refusal(refusal: Refusal) {
      const message = Object.hasOwn(refusals, refusal.code) ? refusals[refusal.code as RefusalCode] : undefined;
      if (message === undefined) return refusal.message;
      try {
        return filled(message, refusal.values);
      } catch {
        // A value that the message asks for was not given: English says it whole.
        return refusal.message;
      }
    },
    duration: seconds => durationIn(language, seconds),
    date: epochMs =>
      `${new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(epochMs)} UTC`,
  };
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest unit that it fills twice, so that "90 seconds" is not "2 minutes", but "90 days" is no number of hours. */
function durationIn(language: string, seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds >= 2 * size || (seconds === size && size > 1)) ?? units.at(-1)!;
  const maximumFractionDigits = unit === 'second' && seconds < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits }).format(
    seconds / length,
  );
}
