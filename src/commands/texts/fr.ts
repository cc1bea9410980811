import type { Catalogue } from '../texts.ts';
import { discord } from './fr/discord.ts';
import { menus } from './fr/menus.ts';
import { parts } from './fr/parts.ts';
import { refusals } from './fr/refusals.ts';
import { replies } from './fr/replies.ts';

/** French. */
export const fr: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord }, refusals };
