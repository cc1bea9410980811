import type { APIUser, Client } from 'discord.js';
import type { Directory } from '../../commands/request.ts';
import type { DiscordNames } from '../../text/markup/discord.ts';
import { guildIdOf, userIdOf } from './identity.ts';

/**
 * Names: how people, places and roles are called. Without the privileged list of members Discord tells who somebody is only when they are
 * part of what happens, so the newest of these are remembered, and others asked for one by one when they are needed.
 */
export interface Names {
  /** `nickname` null: they have none in that server. */
  remember(user: NamedUser, guildId?: string, nickname?: string | null): void;
  /** As they are called in a server, where there is one. */
  directory(guildId?: string): Directory;
  /** For mentions within a text: of this server only, since whoever types an id need not know what it stands for. */
  mentions(guildId?: string): DiscordNames;
}

export type NamedUser = Pick<APIUser, 'id' | 'username'> & { readonly global_name?: string | null };

export interface NamesParts {
  readonly client: Pick<Client, 'guilds'>;
  readonly api: { user(userId: string): Promise<NamedUser> };
}

export const namesDefaults = { maximum: 10_000, askAtOnce: 10, askSeconds: 2 } as const;

export function createNames({ client: { guilds }, api }: NamesParts): Names {
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

  function remember(user: NamedUser, guildId?: string, nickname?: string | null): void {
    put(user.id, user.global_name || user.username);
    if (guildId === undefined || nickname === undefined) return;
    const key = `${guildId}/${user.id}`;
    if (nickname) put(key, nickname);
    else known.delete(key);
  }

  /** What does not come in time comes for the next one who asks. */
  async function ask(userIds: readonly string[]): Promise<void> {
    const asked = userIds.slice(0, namesDefaults.askAtOnce).map(async id => remember(await api.user(id)));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, namesDefaults.askSeconds * 1000);
    await Promise.race([Promise.allSettled(asked), late]);
    clearTimeout(timer);
  }

  return {
    remember,
    directory: guildId => ({
      personName: id => nameOf(userIdOf(id) ?? '', guildId),
      placeName: id => guilds.cache.get(guildIdOf(id) ?? '')?.name,
      // Also of another server: who may use a voice is shown to its owner everywhere.
      roleName: id => roleIn(id, guildId) ?? guilds.cache.map(guild => roleIn(id, guild.id)).find(name => name !== undefined),
      async know(ids) {
        const userIds = ids.map(userIdOf).filter(id => id !== undefined);
        const unknown = [...new Set(userIds)].filter(id => nameOf(id, guildId) === undefined);
        if (unknown.length > 0) await ask(unknown);
      },
    }),
    mentions: guildId => ({
      person: id => nameOf(id, guildId),
      role: id => roleIn(id, guildId),
      channel: id => guilds.cache.get(guildId ?? '')?.channels.cache.get(id)?.name,
    }),
  };
}
