/** setMyCommands, getMyCommands, deleteMyCommands. https://core.telegram.org/bots/api#botcommandscope */
import { badRequest } from '../api-error.ts';
import type { BotCommand } from '../control.ts';
import { FieldError, type Fields, integerField, isObject, reading, textField } from '../fields.ts';
import type { Parameters } from '../parameters.ts';
import { menuKey } from '../world/menus.ts';
import type { World } from '../world/world.ts';
import type { MethodCall, Methods } from './method.ts';
import { findChat } from './targets.ts';

const MAX_COMMANDS = 100;
const MAX_DESCRIPTION_UNITS = 256;

export const commandMethods: Methods = {
  setmycommands(call) {
    const commands = readCommands(call.parameters);
    const key = readKey(call);
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (description.length < 1 || description.length > MAX_DESCRIPTION_UNITS)
        throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    if (commands.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    if (commands.length === 0) call.world.menus.delete(key);
    else call.world.menus.set(key, commands);
    call.world.changes.notify();
    return true;
  },
  getmycommands: call => call.world.menus.get(readKey(call)) ?? [],
  deletemycommands(call) {
    call.world.menus.delete(readKey(call));
    call.world.changes.notify();
    return true;
  },
};

function readCommands(parameters: Parameters): readonly BotCommand[] {
  const commands = parameters.json('commands', 'commands') ?? [];
  if (!Array.isArray(commands)) throw badRequest('expected an Array of BotCommand');
  return commands.map(command =>
    reading("can't parse BotCommand", () => {
      if (!isObject(command)) throw new FieldError('expected an Object');
      return { command: textField(command, 'command'), description: textField(command, 'description') };
    }),
  );
}

function readKey({ world, parameters }: MethodCall): string {
  const language = parameters.text('language_code');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('LANG_CODE_INVALID');
  const scope = parameters.json('scope', 'BotCommandScope') ?? { type: 'default' };
  if (!isObject(scope)) throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object");
  return menuKey(
    reading("can't parse BotCommandScope", () => readScope(world, scope)),
    language,
  );
}

function readScope(world: World, scope: Fields): string {
  const type = textField(scope, 'type');
  if (['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'].includes(type)) return type;
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) throw new FieldError('unsupported type specified');
  const chatId = textField(scope, 'chat_id');
  if (chatId === '') throw new FieldError('empty chat_id specified');
  const userId = type === 'chat_member' ? integerField(scope, 'user_id') : undefined;
  if (userId !== undefined && userId <= 0) throw new FieldError('invalid user_id specified');
  const chat = findChat(world, { text: () => chatId }, 'read');
  if (chat.wire.type === 'private' && type !== 'chat') throw badRequest("can't use specified scope in private chats");
  return [type, chat.wire.id, userId].filter(part => part !== undefined).join(' ');
}
