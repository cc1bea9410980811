/** Command routes: registering application commands, for all places and for one guild. */
import { type APIApplicationCommand, ApplicationIntegrationType as Install, ApplicationCommandType as Type } from 'discord.js';
import { checkId, guildOf } from '../access.ts';
import { apiError } from '../api-error.ts';
import { type CommandFields, readCommand } from '../commands/command-rules.ts';
import { asArray, asObject, createForm } from '../form.ts';
import type { BotCall, Route } from '../route.ts';

const everywhere = '/applications/{application.id}/commands';
const inGuild = '/applications/{application.id}/guilds/{guild.id}/commands';

export const commandRoutes: readonly Route[] = [everywhere, inGuild].flatMap((path): Route[] => [
  { method: 'GET', path, auth: 'bot', handle: listCommands },
  { method: 'POST', path, auth: 'bot', handle: createCommand },
  { method: 'PUT', path, auth: 'bot', handle: overwriteCommands },
  { method: 'GET', path: `${path}/{command.id}`, auth: 'bot', handle: call => wire(call, commandOf(call)) },
  { method: 'PATCH', path: `${path}/{command.id}`, auth: 'bot', handle: editCommand },
  { method: 'DELETE', path: `${path}/{command.id}`, auth: 'bot', handle: deleteCommand },
]);

/** Of each type, in each place. */
const most: Readonly<Record<number, number>> = { [Type.ChatInput]: 100, [Type.User]: 15, [Type.Message]: 15 };
const dailyCreates = 200;
const dayMs = 86_400_000;

/** Guild of the commands, undefined: global ones. */
function placeOf(call: BotCall): string | undefined {
  if (call.params['application.id'] !== call.app.id) throw apiError('wrongApplication');
  return call.params['guild.id'] === undefined ? undefined : guildOf(call).id;
}

function commandsIn(call: BotCall): APIApplicationCommand[] {
  const guildId = placeOf(call);
  return [...call.app.commands.values()].filter(command => command.guild_id === guildId);
}

function commandOf(call: BotCall): APIApplicationCommand {
  const id = checkId(call.params['command.id'], 'command_id');
  const found = commandsIn(call).find(command => command.id === id);
  if (!found) throw apiError('unknownCommand');
  return found;
}

function listCommands(call: BotCall): object {
  return commandsIn(call).map(command => wire(call, command));
}

function createCommand(call: BotCall): object {
  const guildId = placeOf(call);
  const form = createForm();
  const fields = readCommand(call.json, form, guildId === undefined ? 'global' : 'guild');
  form.check();
  return wire(call, put(call, fields!, { guildId, keepsOthers: true }));
}

function overwriteCommands(call: BotCall): object {
  const guildId = placeOf(call);
  const form = createForm();
  const given = asArray(call.json, form);
  const commands = given.map((value, index) => readCommand(value, form.at(index), guildId === undefined ? 'global' : 'guild'));
  const keys = commands.map(command => command && `${command.type} ${command.name}`);
  for (const [index, key] of keys.entries()) {
    if (key && keys.indexOf(key) !== index) {
      form.at(index).at('name').fail('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
  }
  form.check();
  const wanted = commands as CommandFields[];
  checkCounts(wanted);
  const kept = wanted.map(fields => put(call, fields, { guildId, keepsOthers: false }));
  for (const { id } of commandsIn(call)) {
    if (!kept.some(command => command.id === id)) call.app.commands.delete(id);
  }
  call.state.watch.changed();
  return kept.map(command => wire(call, command));
}

function editCommand(call: BotCall): object {
  const before = commandOf(call);
  const form = createForm();
  const json = asObject(call.json ?? {}, form) ?? {};
  const { description, ...others } = before;
  const current = before.type === Type.ChatInput ? before : others;
  const merged = readCommand(
    { ...current, ...json, type: before.type },
    form,
    before.guild_id === undefined ? 'global' : 'guild',
  );
  const isTaken = commandsIn(call).some(
    ({ id, name, type }) => id !== before.id && name === merged?.name && type === before.type,
  );
  if (isTaken) form.at('name').fail('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
  form.check();
  return wire(call, store(call, { ...before, ...merged }));
}

function deleteCommand(call: BotCall): undefined {
  call.app.commands.delete(commandOf(call).id);
  call.state.watch.changed();
}

function checkCounts(commands: readonly Pick<CommandFields, 'type'>[]): void {
  for (const [type, count] of Object.entries(most)) {
    if (commands.filter(command => command.type === Number(type)).length > count) throw apiError('tooManyCommands');
  }
}

/** Takes the place of a command with that name and type, or is a new one, of which there may be so many a day. */
function put(
  call: BotCall,
  fields: CommandFields,
  { guildId, keepsOthers }: { guildId: string | undefined; keepsOthers: boolean },
): APIApplicationCommand {
  const { world } = call.state;
  const others = commandsIn(call);
  const before = others.find(({ name, type }) => name === fields.name && type === fields.type);
  if (!before) {
    if (keepsOthers) checkCounts([...others, fields]);
    const nowMs = world.clock.now();
    const made = call.app.commandCreates.filter(create => create.guildId === guildId && create.atMs > nowMs - dayMs);
    if (made.length >= dailyCreates) throw apiError('tooManyCommandCreates');
    call.app.commandCreates.push({ guildId, atMs: nowMs });
  }
  const id = before?.id ?? world.makeId();
  return store(call, {
    ...normal(fields),
    id,
    application_id: call.app.id,
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  });
}

function normal(fields: CommandFields): Record<string, unknown> {
  const isSlash = fields.type === Type.ChatInput;
  const { dm_permission, default_permission, id, ...rest } = fields;
  return {
    default_member_permissions: null,
    nsfw: false,
    integration_types: [Install.GuildInstall, Install.UserInstall],
    contexts: null,
    ...rest,
    description: isSlash ? fields.description : '',
  };
}

function store(call: BotCall, command: Record<string, unknown>): APIApplicationCommand {
  const stored = { ...command, version: call.state.world.makeId() } as unknown as APIApplicationCommand;
  call.app.commands.set(stored.id, stored);
  call.state.watch.changed();
  return stored;
}

/** Lists come without the dictionaries of translations, unless those are asked for. */
function wire({ query, json }: BotCall, command: APIApplicationCommand): object {
  const isWhole = json !== undefined || query.get('with_localizations') === 'true';
  const without = (key: string, value: unknown) => (key.endsWith('_localizations') ? undefined : value);
  return isWhole ? command : JSON.parse(JSON.stringify(command, without));
}
