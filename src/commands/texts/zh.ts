import type { Catalogue } from '../texts.ts';
import { discord } from './zh/discord.ts';
import { menus } from './zh/menus.ts';
import { parts } from './zh/parts.ts';
import { refusals } from './zh/refusals.ts';
import { replies } from './zh/replies.ts';
import { telegram } from './zh/telegram.ts';

/** Chinese. */
export const zh: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
