/** Own: which part of the servers this process serves, where it is one of several that supervise.ts started. */
export interface ShardPart {
  readonly id: number;
  readonly count: number;
}

export function ownShard(environment: Readonly<Record<string, string | undefined>>): ShardPart | undefined {
  const { SHARDING_MANAGER: isOneOfSeveral, SHARDS: id, SHARD_COUNT: count } = environment;
  return isOneOfSeveral ? { id: Number(id), count: Number(count) } : undefined;
}

/** Ends with the process that started it, however that ends. */
export function endWithSupervisor(end: () => void): void {
  process.once('disconnect', () => {
    // discord.js tells it of its connection; without a channel that would be an error of nobody's.
    process.send = () => false;
    end();
  });
}
