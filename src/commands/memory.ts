/** Memory: which ids were there already, the newest so many. */
export interface Memory {
  /** false: it was there. */
  add(id: string): boolean;
}

export function createMemory(maximum: number): Memory {
  const ids = new Set<string>();
  return {
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      if (ids.size > maximum) ids.delete(ids.values().next().value!);
      return true;
    },
  };
}
