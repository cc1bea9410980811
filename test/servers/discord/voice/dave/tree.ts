/** Tree: which leaf of the MLS group is whose, as every member's own tree has it. Source: RFC 9420, sections 7.7 and 7.8. */

export interface Tree {
  readonly userIds: readonly string[];
  leafOf(userId: string): number | undefined;
  userAt(leaf: number): string | undefined;
  /** Into the leftmost free leaf. */
  add(userId: string): void;
  remove(leaf: number): void;
}

export function createTree(founder: string): Tree {
  const leaves: (string | undefined)[] = [founder];
  return {
    get userIds() {
      return leaves.filter(leaf => leaf !== undefined);
    },
    leafOf(userId) {
      const leaf = leaves.indexOf(userId);
      return leaf < 0 ? undefined : leaf;
    },
    userAt: leaf => leaves[leaf],
    add(userId) {
      const free = leaves.indexOf(undefined);
      leaves[free < 0 ? leaves.length : free] = userId;
    },
    remove(leaf) {
      leaves[leaf] = undefined;
      while (leaves.length > 0 && leaves.at(-1) === undefined) leaves.pop();
    },
  };
}
