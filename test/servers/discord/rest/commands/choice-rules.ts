/** ChoiceRules: choices of options, fixed ones and suggested ones. */
import { type APIApplicationCommandOptionChoice as Choice, ApplicationCommandOptionType as Type } from 'discord.js';
import { asArray, asObject, asText, type Form } from '../form.ts';
import { checkLocalized } from './localized.ts';

const mostChoices = 25;

/** Answers to autocomplete; the value's type is not known here, both are let through. */
export function readChoices(value: unknown, form: Form): readonly Choice[] {
  checkChoices(value, form, undefined);
  return (Array.isArray(value) ? value : []) as Choice[];
}

/** Returns the characters that count for the size of a command. */
export function checkChoices(value: unknown, form: Form, type: Type | undefined): number {
  const choices = asArray(value, form);
  if (choices.length > mostChoices) form.fail('BASE_TYPE_MAX_LENGTH', `Must be ${mostChoices} or fewer in length.`);
  const names = new Set<unknown>();
  let characters = 0;
  for (const [index, one] of choices.entries()) {
    const choice = asObject(one, form.at(index));
    if (!choice) continue;
    characters += checkLocalized(choice, form.at(index), { field: 'name', min: 1, max: 100 });
    characters += checkValue(choice.value, form.at(index).at('value'), type);
    if (names.has(choice.name))
      form.at(index).at('name').fail('APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE', 'Choice names must be unique');
    names.add(choice.name);
  }
  return characters;
}

function checkValue(value: unknown, form: Form, type: Type | undefined): number {
  const isNumeric = type === Type.Integer || type === Type.Number || (type === undefined && typeof value === 'number');
  if (!isNumeric) return [...(asText(value, form, { min: 1, max: 100 }) ?? '')].length;
  const isRight = typeof value === 'number' && (type === Type.Integer ? Number.isSafeInteger(value) : Number.isFinite(value));
  if (!isRight)
    form.fail('NUMBER_TYPE_COERCE', `Value "${String(value).slice(0, 40)}" is not ${type === Type.Integer ? 'int' : 'float'}.`);
  return String(value).length;
}
