/** Localized: a text of a command with its translations; how much of the size limit it takes. */
import { Locale } from 'discord.js';
import { asObject, asText, type Form, type LengthRule } from '../form.ts';

const locales: readonly string[] = Object.values(Locale);

export interface LocalizedRule extends LengthRule {
  /** The text of a slash command's name, or an option's: no capitals, no blanks. */
  readonly isName?: boolean;
}

type Fields = Record<string, unknown>;

/** Checks `field` and `field_localizations`; returns the length of the longest. */
export function checkLocalized(fields: Fields, form: Form, rule: LocalizedRule & { readonly field: string }): number {
  const lengths = [lengthOf(fields[rule.field], form.at(rule.field), rule)];
  const at = form.at(`${rule.field}_localizations`);
  const translations = fields[`${rule.field}_localizations`];
  if (translations === undefined || translations === null) return lengths[0];
  for (const [locale, text] of Object.entries(asObject(translations, at) ?? {})) {
    if (!locales.includes(locale)) at.at(locale).fail('DICT_TYPE_KEY_INVALID', `Value must be one of {${locales.join(', ')}}.`);
    if (text !== null) lengths.push(lengthOf(text, at.at(locale), rule));
  }
  return Math.max(...lengths);
}

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

function lengthOf(value: unknown, form: Form, rule: LocalizedRule): number {
  const text = asText(value, form, rule);
  if (text === undefined) return 0;
  if (rule.isName && (!namePattern.test(text) || text !== text.toLowerCase())) {
    form.fail('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
  return [...text].length;
}
