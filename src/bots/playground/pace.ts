import { setTimeout } from 'node:timers/promises';

/**
 * Pace: lets 20 ms packets go in real time, a little ahead of it, so that a page has something in hand when the network or it stumbles.
 * Resolves when the next packet is due; rejects when `signal` aborts.
 */
export type Pace = (signal: AbortSignal) => Promise<void>;

const packetMs = 20;
export const paceDefaults = { leadMs: 160 } as const;

/** After a pause longer than the lead it begins anew: what was late is not caught up with. */
export function createPace(nowMs: () => number = () => performance.now(), leadMs: number = paceDefaults.leadMs): Pace {
  let dueMs = Number.NEGATIVE_INFINITY;
  return async signal => {
    signal.throwIfAborted();
    const now = nowMs();
    dueMs = Math.max(dueMs + packetMs, now - leadMs);
    const waitMs = dueMs - now;
    if (waitMs > 1) await setTimeout(waitMs, undefined, { signal });
  };
}
