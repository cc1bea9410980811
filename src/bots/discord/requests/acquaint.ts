import type { APIInteraction, APIUser } from 'discord.js';
import type { Names } from '../names.ts';

/** Acquaint: remembers the names of the people that an interaction is about: who was named in an option, who wrote the message. */
export function acquaint(interaction: APIInteraction, names: Names): void {
  const { guild_id: guildId, data } = interaction;
  const resolved = (data as { readonly resolved?: Resolved } | undefined)?.resolved;
  for (const user of Object.values(resolved?.users ?? {}))
    names.remember(user, guildId, nicknameOf(resolved?.members?.[user.id]));
  for (const { author } of Object.values(resolved?.messages ?? {})) names.remember(author, guildId);
}

/** Of any kind of interaction. */
interface Resolved {
  readonly users?: Readonly<Record<string, APIUser>>;
  readonly members?: Readonly<Record<string, { readonly nick?: string | null }>>;
  readonly messages?: Readonly<Record<string, { readonly author: APIUser }>>;
}

function nicknameOf(member: { readonly nick?: string | null } | undefined): string | null | undefined {
  return member && (member.nick ?? null);
}
