/** Leaving: somebody is no longer in a guild, by their own will or not. */
import type { GuildRecord } from './records.ts';
import type { Voice } from './voice.ts';
import { userWire } from './wire.ts';
import type { World } from './world.ts';

export function removeMember({ world, voice }: { world: World; voice: Voice }, guild: GuildRecord, userId: string): void {
  voice.leave(guild, userId, 'disconnected');
  const user = world.users.get(userId)!;
  const { id } = guild;
  // While it is still a member: afterwards events of the guild no longer reach it.
  if (user.isBot) world.announce({ name: 'GUILD_DELETE', guildId: id, botId: userId, data: () => ({ id }) });
  guild.members.delete(userId);
  world.announce({ name: 'GUILD_MEMBER_REMOVE', guildId: id, data: () => ({ guild_id: id, user: userWire(user) }) });
}
