import type { Catalogue } from '../texts.ts';
import { menus } from './pt/menus.ts';
import { refusals } from './pt/refusals.ts';
import { replies } from './pt/replies.ts';

/** Portuguese. */
export const pt: Catalogue = { messages: { ...menus, ...replies }, refusals };
