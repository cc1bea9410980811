/** OptionValues: what a person typed into the options of a slash command, checked as the client checks it. */
import { type APIApplicationCommandBasicOption as BasicOption, ApplicationCommandOptionType as Type } from 'discord.js';
import { CannotDo } from '../control/cannot-do.ts';
import type { CommandValues, Upload } from '../control/draft.ts';
import { mayUpload } from './file-types.ts';
import type { Resolved } from './resolved.ts';

export interface FilledOption {
  readonly name: string;
  readonly type: Type;
  readonly value: string | number | boolean;
  readonly focused?: true;
}

export interface Filling {
  readonly values: CommandValues;
  readonly resolved: Resolved;
  /** Being typed into: anything goes there, and required options may still be missing. */
  readonly focused?: string;
}

export function fillOptions(options: readonly BasicOption[], { values, resolved, focused }: Filling): FilledOption[] {
  const unknown = Object.keys(values).find(name => !options.some(option => option.name === name));
  if (unknown) throw new CannotDo(`the command has no option "${unknown}"`);
  return options.flatMap((option): FilledOption[] => {
    const value = values[option.name];
    if (option.name === focused) {
      if (!('autocomplete' in option && option.autocomplete)) throw new CannotDo(`"${option.name}" has no suggestions`);
      return [{ name: option.name, type: option.type, value: String(value ?? ''), focused: true }];
    }
    if (value === undefined && option.required && focused === undefined) throw new CannotDo(`"${option.name}" is required`);
    return value === undefined ? [] : [{ name: option.name, type: option.type, value: converted(option, value, resolved) }];
  });
}

type Value = CommandValues[string];

function converted(option: BasicOption, value: Value, resolved: Resolved): string | number | boolean {
  const wrong = (wanted: string) => new CannotDo(`"${option.name}" wants ${wanted}`);
  const idOf = () => (typeof value === 'object' && 'id' in value ? value.id : String(value));
  switch (option.type) {
    case Type.String:
      if (typeof value !== 'string') throw wrong('a text');
      checkLength(option, value);
      return chosen(option, value);
    case Type.Integer:
    case Type.Number:
      if (typeof value !== 'number' || (option.type === Type.Integer && !Number.isSafeInteger(value))) throw wrong('a number');
      if (value < (option.min_value ?? value) || value > (option.max_value ?? value)) throw wrong('a number within its limits');
      return chosen(option, value);
    case Type.Boolean:
      if (typeof value !== 'boolean') throw wrong('true or false');
      return value;
    case Type.User:
      return resolved.user(idOf());
    case Type.Role:
      return resolved.role(idOf());
    case Type.Mentionable:
      return resolved.mentionable(idOf());
    case Type.Channel:
      return resolved.channel(idOf());
    case Type.Attachment:
      if (typeof value !== 'object' || !('bytes' in value)) throw wrong('a file');
      if (!mayUpload((option as { file_types?: string[] }).file_types, value.filename)) throw wrong('another kind of file');
      return resolved.attachment(value satisfies Upload);
  }
}

const longestText = 6000;

function checkLength({ name, ...rule }: { name: string; min_length?: number; max_length?: number }, text: string): void {
  const length = [...text].length;
  const [min, max] = [rule.min_length ?? 0, rule.max_length ?? longestText];
  if (length < min || length > max) throw new CannotDo(`"${name}" takes ${min} to ${max} characters, not ${length}`);
}

/** Where there are choices, nothing else can be sent; suggestions bind nobody. */
function chosen<T extends string | number>(option: BasicOption, value: T): T {
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  if (choices.length === 0 || choices.some(choice => choice.value === value)) return value;
  throw new CannotDo(`"${option.name}" offers ${choices.map(choice => choice.value).join(', ')}, not ${value}`);
}
