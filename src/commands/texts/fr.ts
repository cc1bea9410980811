import type { Catalogue } from '../texts.ts';
import { menus } from './fr/menus.ts';
import { refusals } from './fr/refusals.ts';
import { replies } from './fr/replies.ts';
import { telegram } from './fr/telegram.ts';

/** French. */
export const fr: Catalogue = { messages: { ...menus, ...replies, ...telegram }, refusals };
