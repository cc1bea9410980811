import type { RandomBelow } from './random-id.ts';

/** `count` of the list, each as likely as any other, no two the same, none of `without`. */
export function drawWords(list: readonly string[], count: number, without: ReadonlySet<string>, random: RandomBelow): string[] {
  const pool = list.filter(word => !without.has(word));
  if (pool.length < count) throw new Error(`${pool.length} words are left to draw ${count} from.`);
  return Array.from({ length: count }, () => pool.splice(random(pool.length), 1)[0]);
}
