import type { Catalogue } from '../texts.ts';
import { discord } from './de/discord.ts';
import { menus } from './de/menus.ts';
import { parts } from './de/parts.ts';
import { refusals } from './de/refusals.ts';
import { replies } from './de/replies.ts';
import { telegram } from './de/telegram.ts';

/** German. */
export const de: Catalogue = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals };
