/** Intents: which events an app asked for (events/gateway, "List of Intents"). */
import { GatewayIntentBits as Bits } from 'discord.js';
import type { WorldEvent } from '../world/world.ts';

export const everyIntent = Object.values(Bits).reduce<number>((all, bit) => (typeof bit === 'number' ? all | bit : all), 0);
export const privilegedIntents = Bits.GuildMembers | Bits.GuildPresences | Bits.MessageContent;

/** Event -> its intent in a guild, and in direct messages. An event without a line needs none. */
const needed: Readonly<Record<string, { readonly guild: number; readonly direct?: number }>> = {
  GUILD_CREATE: { guild: Bits.Guilds },
  GUILD_UPDATE: { guild: Bits.Guilds },
  GUILD_DELETE: { guild: Bits.Guilds },
  GUILD_ROLE_CREATE: { guild: Bits.Guilds },
  GUILD_ROLE_UPDATE: { guild: Bits.Guilds },
  GUILD_ROLE_DELETE: { guild: Bits.Guilds },
  CHANNEL_CREATE: { guild: Bits.Guilds },
  CHANNEL_UPDATE: { guild: Bits.Guilds },
  CHANNEL_DELETE: { guild: Bits.Guilds },
  GUILD_MEMBER_ADD: { guild: Bits.GuildMembers },
  GUILD_MEMBER_UPDATE: { guild: Bits.GuildMembers },
  GUILD_MEMBER_REMOVE: { guild: Bits.GuildMembers },
  VOICE_STATE_UPDATE: { guild: Bits.GuildVoiceStates },
  MESSAGE_CREATE: { guild: Bits.GuildMessages, direct: Bits.DirectMessages },
  MESSAGE_UPDATE: { guild: Bits.GuildMessages, direct: Bits.DirectMessages },
  MESSAGE_DELETE: { guild: Bits.GuildMessages, direct: Bits.DirectMessages },
  TYPING_START: { guild: Bits.GuildMessageTyping, direct: Bits.DirectMessageTyping },
};

/** `isOwn`: a bot always hears of changes to its own member. */
export function isWanted(event: WorldEvent, intents: number): boolean {
  const row = needed[event.name];
  if (!row || event.isOwn) return true;
  return Boolean(intents & (event.guildId === undefined ? (row.direct ?? 0) : row.guild));
}
