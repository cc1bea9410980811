import { isDeepStrictEqual } from 'node:util';
import type { RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import type { AnyCommand } from '../../../commands/command.ts';
import type { Api } from '../api.ts';
import { commandJson } from './command-json.ts';
import { contextMenuJson, contextMenus } from './context-menus.ts';

/**
 * Register: the commands and menus at Discord, replaced only when they differ from what is registered: Discord counts what is made each
 * day, and people see no menus while it changes. Resolves with the id of each command by its name.
 */
export interface RegisterParts {
  readonly api: Pick<Api, 'commands' | 'replaceCommands'>;
  readonly applicationId: string;
  /** One of several processes does it for all. */
  readonly mayChange?: boolean;
}

export async function register(
  commands: readonly AnyCommand[],
  { api, applicationId, mayChange = true }: RegisterParts,
): Promise<ReadonlyMap<string, string>> {
  const wanted = menusOf(commands);
  const before = await api.commands(applicationId);
  const isSame = isDeepStrictEqual(sorted(wanted.map(essence)), sorted(before.map(essence)));
  const registered = isSame || !mayChange ? before : await api.replaceCommands(applicationId, wanted);
  return new Map(registered.map(({ name, id }) => [name, id]));
}

export function menusOf(commands: readonly AnyCommand[]): RESTPutAPIApplicationCommandsJSONBody {
  return [...commands.map(commandJson), ...contextMenus.map(contextMenuJson)];
}

type Json = Readonly<Record<string, unknown>>;

/** Ids, versions and what is for other kinds of apps. */
const ofNoImportance = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'handler',
  'default_permission',
  'dm_permission',
  'default_member_permissions',
  'name_localized',
  'description_localized',
]);

/** What we say of it, whether Discord adds what is usual or leaves it out. */
function essence(command: unknown): unknown {
  if (Array.isArray(command)) return inOrder(command).map(essence);
  if (typeof command !== 'object' || command === null) return command;
  const kept = Object.entries(command as Json).filter(([name, value]) => !ofNoImportance.has(name) && !isUsual(value));
  return Object.fromEntries(kept.map(([name, value]) => [name, essence(value)]));
}

function isUsual(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Where and for whom are numbers, and their order says nothing. */
function inOrder(values: readonly unknown[]): readonly unknown[] {
  return values.every(value => typeof value === 'number') ? values.toSorted() : values;
}

function sorted(commands: readonly unknown[]): readonly unknown[] {
  return commands.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

function keyOf(command: unknown): string {
  const { type, name } = command as { readonly type?: number; readonly name: string };
  return `${type} ${name}`;
}
