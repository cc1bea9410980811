import type { Catalogue } from '../texts.ts';
import { menus } from './de/menus.ts';
import { refusals } from './de/refusals.ts';
import { replies } from './de/replies.ts';
import { telegram } from './de/telegram.ts';

/** German. */
export const de: Catalogue = { messages: { ...menus, ...replies, ...telegram }, refusals };
