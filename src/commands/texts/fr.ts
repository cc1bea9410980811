import type { Catalogue } from '../texts.ts';
import { discord } from './fr/discord.ts';
import { menus } from './fr/menus.ts';
import { parts } from './fr/parts.ts';
import { refusals } from './fr/refusals.ts';
import { replies } from './fr/replies.ts';
import { telegram } from './fr/telegram.ts';

/** French. */
export const fr: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
