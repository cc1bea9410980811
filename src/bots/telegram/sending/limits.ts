/** Limits: how often something may be done. */
export interface Limit {
  /** When the next one may be; not after `nowMs`: now. */
  readyAtMs(nowMs: number): number;
  /** How many may be now. */
  left(nowMs: number): number;
  take(nowMs: number): void;
}

/** A few at once, then so many a second. */
export function createBucket({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }): Limit {
  let tokens = burst;
  let atMs = Number.NEGATIVE_INFINITY;
  const tokensAt = (nowMs: number) => Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
  return {
    // Rounding must not make a token that is as good as there wait for a time that never differs.
    left: nowMs => Math.floor(tokensAt(nowMs) + 1e-6),
    readyAtMs: nowMs => nowMs + Math.max(0, Math.ceil(((1 - tokensAt(nowMs)) / perSecond) * 1000 - 1e-3)),
    take(nowMs) {
      tokens = tokensAt(nowMs) - 1;
      atMs = nowMs;
    },
  };
}

/** So many within any stretch of this length. */
export function createWindow({ count, milliseconds }: { readonly count: number; readonly milliseconds: number }): Limit {
  const times: number[] = [];
  const forget = (nowMs: number) => {
    while (times.length > 0 && times[0]! <= nowMs - milliseconds) times.shift();
  };
  return {
    left(nowMs) {
      forget(nowMs);
      return count - times.length;
    },
    readyAtMs(nowMs) {
      forget(nowMs);
      return times.length < count ? nowMs : times[times.length - count]! + milliseconds;
    },
    take(nowMs) {
      times.push(nowMs);
    },
  };
}
