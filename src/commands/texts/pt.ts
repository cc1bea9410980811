import type { Catalogue } from '../texts.ts';
import { menus } from './pt/menus.ts';
import { refusals } from './pt/refusals.ts';
import { replies } from './pt/replies.ts';
import { telegram } from './pt/telegram.ts';

/** Portuguese. */
export const pt: Catalogue = { messages: { ...menus, ...replies, ...telegram }, refusals };
