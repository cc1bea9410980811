/** Flood watch: notices a bot that does not wait as long as a 429 told it to. The real service answers such a bot with longer and longer waits. */
import type { Clock } from './control.ts';

/** Two clocks are at work when a test runs in real time. */
const GRACE_MS = 50;

export interface FloodWatch {
  /** A call has arrived. */
  asked(method: string, chatId: string): void;
  /** It was refused for so long. */
  refused(method: string, chatId: string, retryAfterSeconds: number): void;
}

export function createFloodWatch(clock: Clock, violations: string[]): FloodWatch {
  const until = new Map<string, number>();
  const key = (method: string, chatId: string) => `${method.toLowerCase()} ${chatId}`;
  return {
    asked(method, chatId) {
      const leftMs = (until.get(key(method, chatId)) ?? 0) - clock.now();
      if (leftMs > GRACE_MS) violations.push(`${method} came ${leftMs} ms before the retry_after of the last answer had passed`);
    },
    refused(method, chatId, retryAfterSeconds) {
      until.set(key(method, chatId), clock.now() + retryAfterSeconds * 1000);
    },
  };
}
