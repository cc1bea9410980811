import type { Catalogue } from '../texts.ts';
import { menus } from './es/menus.ts';
import { refusals } from './es/refusals.ts';
import { replies } from './es/replies.ts';
import { telegram } from './es/telegram.ts';

/** Spanish. */
export const es: Catalogue = { messages: { ...menus, ...replies, ...telegram }, refusals };
