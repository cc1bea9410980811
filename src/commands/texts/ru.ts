import type { Catalogue } from '../texts.ts';
import { discord } from './ru/discord.ts';
import { menus } from './ru/menus.ts';
import { parts } from './ru/parts.ts';
import { refusals } from './ru/refusals.ts';
import { replies } from './ru/replies.ts';
import { telegram } from './ru/telegram.ts';

/** Russian. */
export const ru: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
