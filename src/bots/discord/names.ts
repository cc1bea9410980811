import type { APIUser, Client } from 'discord.js';
import type { Directory } from '../../commands/request.ts';
import type { DiscordNames } from '../../text/markup/discord.ts';
import { guildIdOf, userIdOf } from './identity.ts';

/**
 * Names: how people, places and roles are called. Without the privileged list of members Discord tells who somebody is only when they are
 * part of what happens, so the newest of these are remembered.
 */
export interface Names {
  remember(user: NamedUser, guildId?: string, nickname?: string | null): void;
  /** As they are called in a server, where there is one. */
  directory(guildId?: string): Directory;
  /** For mentions within a text: of this server only, since whoever types an id need not know what it stands for. */
  mentions(guildId?: string): DiscordNames;
}

export type NamedUser = Pick<APIUser, 'id' | 'username'> & { readonly global_name?: string | null };

export const namesDefaults = { maximum: 10_000 } as const;

export function createNames({ guilds }: Pick<Client, 'guilds'>): Names {
  const known = new Map<string, string>();

  function put(key: string, name: string): void {
    known.delete(key);
    known.set(key, name);
    if (known.size > namesDefaults.maximum) known.delete(known.keys().next().value!);
  }

  const nameOf = (userId: string, guildId?: string) =>
    known.get(`${guildId}/${userId}`) ??
    guilds.cache.get(guildId ?? '')?.members.cache.get(userId)?.displayName ??
    known.get(userId);

  const roleIn = (id: string, guildId?: string) => guilds.cache.get(guildId ?? '')?.roles.cache.get(id)?.name;

  return {
    remember(user, guildId, nickname) {
      put(user.id, user.global_name || user.username);
      if (guildId === undefined) return;
      const key = `${guildId}/${user.id}`;
      if (nickname) put(key, nickname);
      else if (nickname === null) known.delete(key);
    },
    directory: guildId => ({
      personName: id => nameOf(userIdOf(id) ?? '', guildId),
      placeName: id => guilds.cache.get(guildIdOf(id) ?? '')?.name,
      // Also of another server: who may use a voice is shown to its owner everywhere.
      roleName: id => roleIn(id, guildId) ?? guilds.cache.map(guild => roleIn(id, guild.id)).find(name => name !== undefined),
    }),
    mentions: guildId => ({
      person: id => nameOf(id, guildId),
      role: id => roleIn(id, guildId),
      channel: id => guilds.cache.get(guildId ?? '')?.channels.cache.get(id)?.name,
    }),
  };
}
