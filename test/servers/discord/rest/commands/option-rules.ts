/** OptionRules: options of slash commands, subcommands included (application-commands, "Application Command Option Structure"). */
import { ApplicationCommandOptionType as Type } from 'discord.js';
import { checkFileTypes } from '../components/modal-rules.ts';
import { asArray, asChoice, asInteger, asObject, asOptionalBoolean, type Form } from '../form.ts';
import { checkChoices } from './choice-rules.ts';
import { checkLocalized } from './localized.ts';

const mostOptions = 25;
const everyType: readonly Type[] = Object.values(Type).filter(type => typeof type === 'number');
const basicTypes = everyType.filter(type => type !== Type.Subcommand && type !== Type.SubcommandGroup);
const listing: readonly Type[] = [Type.String, Type.Integer, Type.Number];

/** Where options stand decides which types they may have. Returns the characters that count for the size of the command. */
export function checkOptions(value: unknown, form: Form, place: 'command' | 'group' | 'subcommand'): number {
  if (value === undefined || value === null) return 0;
  const options = asArray(value, form);
  if (options.length > mostOptions) form.fail('BASE_TYPE_MAX_LENGTH', `Must be ${mostOptions} or fewer in length.`);
  const allowed = place === 'command' ? everyType : place === 'group' ? [Type.Subcommand] : basicTypes;
  const objects = options.map((option, index) => asObject(option, form.at(index)) ?? {});
  checkOrder(objects, form);
  return objects.reduce((sum: number, option, index) => sum + checkOption(option, form.at(index), allowed), 0);
}

type Fields = Record<string, unknown>;

function checkOrder(options: readonly Fields[], form: Form): void {
  const names = new Set<unknown>();
  let isOptionalSeen = false;
  const isSub = ({ type }: Fields) => type === Type.Subcommand || type === Type.SubcommandGroup;
  for (const [index, option] of options.entries()) {
    if (names.has(option.name))
      form.at(index).at('name').fail('APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique');
    names.add(option.name);
    if (option.required === true && isOptionalSeen) {
      form
        .at(index)
        .fail('APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', 'Required options must be placed before non-required options');
    }
    isOptionalSeen ||= option.required !== true;
  }
  if (options.some(isSub) && !options.every(isSub)) {
    form.fail(
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  }
}

function checkOption(option: Fields, form: Form, allowed: readonly Type[]): number {
  const name = checkLocalized(option, form, { field: 'name', min: 1, max: 32, isName: true });
  const description = checkLocalized(option, form, { field: 'description', min: 1, max: 100 });
  const type = asChoice(option.type, form.at('type'), allowed);
  asOptionalBoolean(option.required, form.at('required'));
  if (type === undefined) return name + description;
  return name + description + checkInside(option, form, type) + checkLimits(option, form, type);
}

function checkInside(option: Fields, form: Form, type: Type): number {
  if (type === Type.SubcommandGroup) return checkOptions(option.options, form.at('options'), 'group');
  if (type === Type.Subcommand) return checkOptions(option.options, form.at('options'), 'subcommand');
  if (Array.isArray(option.options) && option.options.length > 0) forbid(option, form, 'options');
  const hasChoices = Array.isArray(option.choices) && option.choices.length > 0;
  const isCompleted = asOptionalBoolean(option.autocomplete, form.at('autocomplete')) === true;
  if (!listing.includes(type)) {
    if (hasChoices) forbid(option, form, 'choices');
    if (isCompleted) forbid(option, form, 'autocomplete');
    return 0;
  }
  if (hasChoices && isCompleted) {
    form
      .at('autocomplete')
      .fail('APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', 'Autocomplete cannot be set to true if choices are present');
  }
  return option.choices === undefined ? 0 : checkChoices(option.choices, form.at('choices'), type);
}

function checkLimits(option: Fields, form: Form, type: Type): number {
  const isNumber = type === Type.Integer || type === Type.Number;
  for (const field of ['min_value', 'max_value']) {
    if (option[field] === undefined) continue;
    if (!isNumber) forbid(option, form, field);
    else if (type === Type.Integer) asInteger(option[field], form.at(field));
    else if (typeof option[field] !== 'number') form.at(field).fail('NUMBER_TYPE_COERCE', 'Value is not float.');
  }
  for (const [field, min] of [
    ['min_length', 0],
    ['max_length', 1],
  ] as const) {
    if (option[field] === undefined) continue;
    if (type === Type.String) asInteger(option[field], form.at(field), { min, max: 6000 });
    else forbid(option, form, field);
  }
  if (typeof option.min_length === 'number' && typeof option.max_length === 'number' && option.min_length > option.max_length) {
    form
      .at('min_length')
      .fail('APPLICATION_COMMAND_OPTIONS_MIN_LENGTH_INVALID', 'min_length must be less than or equal to max_length');
  }
  if (option.channel_types !== undefined && type !== Type.Channel) forbid(option, form, 'channel_types');
  if (option.file_types !== undefined && type !== Type.Attachment) forbid(option, form, 'file_types');
  else checkFileTypes(option.file_types, form.at('file_types'));
  return 0;
}

function forbid({ type }: Fields, form: Form, field: string): void {
  form.at(field).fail('APPLICATION_COMMAND_OPTIONS_FIELD_INVALID', `An option of type ${type} cannot have "${field}"`);
}
