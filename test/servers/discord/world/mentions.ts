/** Mentions: users who are named in a text as <@id>. */
import type { World } from './world.ts';

export function mentionedIn(world: World, text: string): string[] {
  const ids = [...text.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id);
  return [...new Set(ids)].filter(id => world.users.has(id));
}
