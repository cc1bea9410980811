import type { Catalogue } from '../texts.ts';
import { discord } from './es/discord.ts';
import { menus } from './es/menus.ts';
import { parts } from './es/parts.ts';
import { refusals } from './es/refusals.ts';
import { replies } from './es/replies.ts';
import { telegram } from './es/telegram.ts';

/** Spanish. */
export const es: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
