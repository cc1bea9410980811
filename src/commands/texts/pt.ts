import type { Catalogue } from '../texts.ts';
import { discord } from './pt/discord.ts';
import { menus } from './pt/menus.ts';
import { parts } from './pt/parts.ts';
import { refusals } from './pt/refusals.ts';
import { replies } from './pt/replies.ts';
import { telegram } from './pt/telegram.ts';

/** Portuguese. */
export const pt: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
