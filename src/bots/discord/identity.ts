import type { PersonId, PlaceId } from '../../commands/request.ts';

/** Identity: Discord's ids as the rest of the program knows them, and back. */
export const personId = (userId: string): PersonId => `discord:${userId}`;
export const guildPlace = (guildId: string): PlaceId => `discord:guild/${guildId}`;
/** A conversation of other people that the bot is no part of. */
export const channelPlace = (channelId: string): PlaceId => `discord:channel/${channelId}`;

export function userIdOf(id: PersonId): string | undefined {
  return /^discord:(\d+)$/.exec(id)?.[1];
}

export function guildIdOf(id: PlaceId): string | undefined {
  return /^discord:guild\/(\d+)$/.exec(id)?.[1];
}

/** The process that Discord tells of a place; of direct messages the first. https://docs.discord.com/developers/events/gateway#sharding */
export function shardOf(placeId: PlaceId, count: number): number {
  const guildId = guildIdOf(placeId);
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}

const epochMs = 1_420_070_400_000;

/** When what has this id came to be, by Discord's clock. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + epochMs;
}
