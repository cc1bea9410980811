/**
 * Limits on sending, as https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this describes them: about one message a second
 * in a chat with short bursts, 20 a minute in a group, about 30 a second in all. What the real service counts exactly is not published.
 */
import { tooManyRequests } from './api-error.ts';
import type { Clock } from './control.ts';
import type { ChatState } from './world/world.ts';

const CHAT_BURST = 5;
const GROUP_PER_MINUTE = 20;
const ALL_PER_SECOND = 30;
/** A bot that paces itself by its own clock arrives a little early at times. */
const GRACE_MS = 50;

export interface Limits {
  isOn: boolean;
  /** Counts one message or edit, or throws 429. */
  count(chat: ChatState): void;
}

export function createLimits(clock: Clock, isOn: boolean): Limits {
  /** When messages were sent, oldest first. */
  const sent = new Map<number, number[]>();
  const all: number[] = [];
  /** Chat -> how many of the burst are left at a time. */
  const buckets = new Map<number, { left: number; atMs: number }>();

  return {
    isOn,
    count(chat) {
      if (!this.isOn) return;
      const nowMs = clock.now();
      const { id, type } = chat.wire;
      const inMinute = prune(sent.get(id) ?? [], nowMs - 60_000 + GRACE_MS);
      prune(all, nowMs - 1000 + GRACE_MS);
      const bucket = buckets.get(id) ?? { left: CHAT_BURST, atMs: nowMs };
      const left = Math.min(CHAT_BURST, bucket.left + (nowMs - bucket.atMs) / 1000);
      if (type !== 'private' && inMinute.length >= GROUP_PER_MINUTE)
        throw tooManyRequests(secondsUntil(inMinute[0] + 60_000, nowMs));
      if (all.length >= ALL_PER_SECOND) throw tooManyRequests(secondsUntil(all[0] + 1000, nowMs));
      if (left < 1 - GRACE_MS / 1000) throw tooManyRequests(Math.max(1, Math.ceil(1 - left)));
      buckets.set(id, { left: left - 1, atMs: nowMs });
      sent.set(id, [...inMinute, nowMs]);
      all.push(nowMs);
    },
  };
}

function prune(times: number[], sinceMs: number): number[] {
  while (times.length > 0 && times[0] <= sinceMs) times.shift();
  return times;
}

const secondsUntil = (atMs: number, nowMs: number) => Math.max(1, Math.ceil((atMs - nowMs) / 1000));
