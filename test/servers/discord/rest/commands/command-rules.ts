/** CommandRules: what an application command must be (interactions/application-commands). */
import {
  InteractionContextType as Context,
  ApplicationIntegrationType as Install,
  ApplicationCommandType as Type,
} from 'discord.js';
import { asArray, asChoice, asObject, asOptionalBoolean, type Form } from '../form.ts';
import { checkLocalized } from './localized.ts';
import { checkOptions } from './option-rules.ts';

export type CommandFields = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: Type };

const mostCharacters = 8000;
const types = [Type.ChatInput, Type.User, Type.Message];

/** undefined: something is wrong, which is noted. */
export function readCommand(value: unknown, form: Form, place: 'global' | 'guild'): CommandFields | undefined {
  const command = asObject(value, form);
  if (!command) return undefined;
  const type = command.type === undefined ? Type.ChatInput : asChoice(command.type, form.at('type'), types);
  const isSlash = type === Type.ChatInput;
  const name = checkLocalized(command, form, { field: 'name', min: 1, max: 32, isName: isSlash });
  const description = isSlash ? checkLocalized(command, form, { field: 'description', min: 1, max: 100 }) : 0;
  if (!isSlash && command.description) {
    form.at('description').fail('APPLICATION_COMMAND_DESCRIPTION_INVALID', 'Context menu commands cannot have a description');
  }
  if (!isSlash && isFilled(command.options)) {
    form.at('options').fail('APPLICATION_COMMAND_OPTIONS_INVALID', 'Context menu commands cannot have options');
  }
  const characters = name + description + (isSlash ? checkOptions(command.options, form.at('options'), 'command') : 0);
  if (characters > mostCharacters) form.fail('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${mostCharacters})`);
  checkPlaces(command, form, place);
  asOptionalBoolean(command.nsfw, form.at('nsfw'));
  const { default_member_permissions: permissions } = command;
  if (permissions !== undefined && permissions !== null && !/^\d+$/.test(String(permissions))) {
    form.at('default_member_permissions').fail('NUMBER_TYPE_COERCE', 'Value is not a set of permissions.');
  }
  return form.hasFailed ? undefined : ({ ...command, type } as unknown as CommandFields);
}

function checkPlaces(command: Record<string, unknown>, form: Form, place: 'global' | 'guild'): void {
  const check = (field: string, allowed: readonly number[]) => {
    const value = command[field];
    if (value === undefined || value === null) return;
    if (place === 'guild') {
      form.at(field).fail('APPLICATION_COMMAND_CONTEXTS_INVALID', `"${field}" can only be set on global commands`);
      return;
    }
    const values = asArray(value, form.at(field));
    if (values.length === 0) form.at(field).fail('BASE_TYPE_MIN_LENGTH', 'Must be 1 or more in length.');
    if (new Set(values).size !== values.length)
      form.at(field).fail('SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value');
    for (const [index, one] of values.entries()) asChoice(one, form.at(field).at(index), allowed);
  };
  check('contexts', [Context.Guild, Context.BotDM, Context.PrivateChannel]);
  check('integration_types', [Install.GuildInstall, Install.UserInstall]);
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
