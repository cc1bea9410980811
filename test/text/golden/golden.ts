/** GoldenTable: groups of rows, each [what is written, what is said]. */
export type GoldenTable = Readonly<Record<string, readonly (readonly [string, string])[]>>;
