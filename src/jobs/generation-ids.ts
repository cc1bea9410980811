import { randomGenerationId } from '../audio/generation-id.ts';

/** Ids of what is spoken: random, never one of the last {@link rememberedIds}. */
export const rememberedIds = 10_000;

export function createGenerationIds(random: () => string = randomGenerationId): () => string {
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
