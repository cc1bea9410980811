import { Locale, type LocalizationMap } from 'discord.js';
import { textsIn } from '../../../commands/catalogues.ts';
import type { Texts } from '../../../commands/texts.ts';

/** Locales: in which of Discord's languages menus are shown, each by its catalogue. English is what all others get, so it needs no row. */
const languages: Readonly<Partial<Record<Locale, string>>> = {
  [Locale.German]: 'de',
  [Locale.SpanishES]: 'es',
  [Locale.SpanishLATAM]: 'es',
  [Locale.French]: 'fr',
  [Locale.PortugueseBR]: 'pt',
  [Locale.Russian]: 'ru',
  [Locale.ChineseCN]: 'zh',
  // In the other script, but nearer than English.
  [Locale.ChineseTW]: 'zh',
};

export interface Localised {
  readonly text: string;
  readonly localizations: LocalizationMap;
}

export function localised(say: (texts: Texts) => string): Localised {
  const localizations: LocalizationMap = {};
  for (const [locale, language] of Object.entries(languages)) localizations[locale as Locale] = say(textsIn(language));
  return { text: say(textsIn('en')), localizations };
}
