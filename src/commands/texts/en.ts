import { discord } from './en/discord.ts';
import { menus } from './en/menus.ts';
import { parts } from './en/parts.ts';
import { replies } from './en/replies.ts';
import { telegram } from './en/telegram.ts';

/** English: the catalogue that names every message. Refusals are missing here: they are written in English where they happen. */
export const en = { messages: { ...menus, ...parts, ...replies, ...discord, ...telegram }, refusals: {} } as const;
