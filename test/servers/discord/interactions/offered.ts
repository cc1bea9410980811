/** Offered: the commands that a person's client shows in a place (interactions/application-commands, "Contexts", "Permissions"). */
import {
  type APIApplicationCommand,
  type ApplicationCommandType,
  InteractionContextType as Context,
  PermissionFlagsBits as Flags,
  ApplicationIntegrationType as Install,
} from 'discord.js';
import { CannotDo } from '../control/cannot-do.ts';
import { channelPermissions, everyPermission } from '../world/permissions.ts';
import { type Owners, ownersOf, type Scene } from './scene.ts';

export interface Offered {
  readonly command: APIApplicationCommand;
  readonly owners: Owners;
}

/** Throws where the client would not offer it. */
export function offeredCommand(scene: Scene, wanted: { readonly name: string; readonly type: ApplicationCommandType }): Offered {
  const named = [...scene.app.commands.values()].filter(({ name, type }) => name === wanted.name && type === wanted.type);
  if (named.length === 0) throw new CannotDo(`no command "${wanted.name}" is registered`);
  const offered = named.flatMap(command => offer(scene, command));
  const best = offered.find(({ command }) => command.guild_id !== undefined) ?? offered[0];
  if (!best) throw new CannotDo(`"${wanted.name}" is not offered in this place`);
  return best;
}

function offer(scene: Scene, command: APIApplicationCommand): Offered[] {
  const isElsewhere = command.guild_id !== undefined && command.guild_id !== scene.guild?.id;
  if (isElsewhere || !contextsOf(command).includes(scene.context)) return [];
  const supported =
    command.guild_id === undefined ? (command.integration_types ?? [Install.GuildInstall]) : [Install.GuildInstall];
  const owners = ownersOf(scene, supported);
  const isInstalled = Object.keys(owners).length > 0;
  return isInstalled && mayUse(scene, command, owners) ? [{ command, owners }] : [];
}

function contextsOf({ guild_id, contexts, integration_types }: APIApplicationCommand): readonly Context[] {
  if (guild_id !== undefined) return [Context.Guild];
  if (contexts) return contexts;
  const isForUsers = integration_types?.includes(Install.UserInstall) ?? false;
  return isForUsers ? [Context.Guild, Context.BotDM, Context.PrivateChannel] : [Context.Guild, Context.BotDM];
}

function mayUse({ world, channel, guild, userId }: Scene, command: APIApplicationCommand, owners: Owners): boolean {
  const permissions = channelPermissions(world, channel, userId);
  if (!(permissions & Flags.ViewChannel)) return false;
  if (!guild || permissions === everyPermission) return true;
  if (!(permissions & Flags.UseApplicationCommands)) return false;
  // Rules of a server about commands do not bind apps that people brought themselves.
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined || !('0' in owners)) return true;
  return BigInt(needed) !== 0n && (permissions & BigInt(needed)) === BigInt(needed);
}
