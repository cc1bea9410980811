/** Plain text as rich text: links and emoji are found, everything else is what it is. */
import type { RichText } from '../rich-text.ts';
import { splitLeaves } from './leaves.ts';

export function parsePlain(text: string): RichText {
  return splitLeaves(text);
}
