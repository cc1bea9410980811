import { randomBytes } from 'node:crypto';

/** Ids of what is spoken: 8 hex digits, random, never one of the last {@link rememberedIds}. */
export const rememberedIds = 10_000;

export function createGenerationIds(random: () => string = () => randomBytes(4).toString('hex')): () => string {
  const recent = new Set<string>();
  const inOrder: string[] = [];
  let made = 0;
  return () => {
    let id = random();
    while (recent.has(id)) id = random();
    const place = made++ % rememberedIds;
    recent.delete(inOrder[place]);
    inOrder[place] = id;
    recent.add(id);
    return id;
  };
}
