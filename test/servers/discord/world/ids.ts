/** Ids: snowflakes, as Discord makes them: 42 bits of time since 2015, then a counter; later ones are greater. */

const epochMs = Date.UTC(2015, 0, 1);

export type MakeId = () => string;

export function createIds(now: () => number): MakeId {
  let lastMs = 0;
  let increment = 0n;
  return () => {
    // Never earlier than the last one, whatever the clock does: ids are what messages are sorted by.
    const atMs = Math.max(now(), lastMs);
    increment = atMs === lastMs ? increment + 1n : 0n;
    lastMs = atMs;
    return ((BigInt(atMs - epochMs) << 22n) + increment).toString();
  };
}

export function isId(value: unknown): boolean {
  return typeof value === 'string' && /^\d{15,20}$/.test(value);
}

/** Which shard a guild is on. */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + epochMs;
}
