import type { Catalogue } from '../texts.ts';
import { menus } from './zh/menus.ts';
import { refusals } from './zh/refusals.ts';
import { replies } from './zh/replies.ts';
import { telegram } from './zh/telegram.ts';

/** Chinese. */
export const zh: Catalogue = { messages: { ...menus, ...replies, ...telegram }, refusals };
