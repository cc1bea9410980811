import { ApiFailure } from '../api/failure.ts';
import type { Clock } from '../clock.ts';
import { chatLimits } from './chat-limits.ts';
import { createLane, type Lane, type Order, type Waiting } from './lane.ts';
import { createWindow } from './limits.ts';

export type { Order } from './lane.ts';

/**
 * SendQueue: every message of the bot waits here for its turn. Within a chat one after another, in order; chats take turns; answers before
 * progress; never faster than Telegram wants it. Waits as long as Telegram asks to and repeats what surely was not done; bounded in
 * number and time.
 */
export interface SendQueue {
  /** Rejects with the ApiFailure; 'late' and 'full' are codes of this queue. */
  send<Result>(order: Order<Result>): Promise<Result>;
  /** Of what is worth seeing now or never: dropped unless it can be done soon; a later one of the same key takes its place. */
  offer(order: Order<unknown>, key: string): void;
  /** Whatever waits for this chat is over: the bot was removed, or blocked. */
  close(chatId: number, reason: Error): void;
  /** Everything is over. */
  stop(reason: Error): void;
  readonly waiting: number;
}

export interface SendQueueOptions {
  readonly clock: Clock;
  /** A group has a new number, which its messages go to from now on. */
  readonly onMigrated?: (from: number, to: number) => void;
  readonly limits?: Partial<Record<keyof typeof queueDefaults, number>>;
}

export const queueDefaults = {
  /** At a time, all chats together. */
  running: 32,
  waiting: 10_000,
  waitingPerChat: 200,
  patienceSeconds: 300,
  /** Of progress. */
  staleSeconds: 3,
  /** Of what did not reach Telegram, or may be done twice. */
  attempts: 6,
  firstPauseMs: 500,
  longestPauseMs: 15_000,
  /** Chats that are remembered for their limits. */
  lanes: 10_000,
} as const;

export function createSendQueue({ clock, onMigrated = () => {}, limits }: SendQueueOptions): SendQueue {
  const settings = { ...queueDefaults, ...limits };
  const overall = createWindow(chatLimits.overall);
  const lanes = new Map<number, Lane>();
  /** Chats that may have something to send now, in turn. */
  const ready = new Set<Lane>();
  let running = 0;
  let waiting = 0;
  let pausedUntilMs = 0;
  let flood = { chatId: 0, atMs: 0 };
  let cancelWake: (() => void) | undefined;
  let over: Error | undefined;

  function laneOf(chatId: number): Lane {
    const lane = lanes.get(chatId) ?? createLane(chatId);
    lanes.delete(chatId);
    lanes.set(chatId, lane);
    if (lanes.size > settings.lanes) forgetIdleLane();
    return lane;
  }

  function forgetIdleLane(): void {
    for (const [chatId, lane] of lanes) {
      if (!lane.isIdle) continue;
      lanes.delete(chatId);
      return;
    }
  }

  function add(lane: Lane): void {
    if (!lane.isBusy && lane.hasWork) ready.add(lane);
  }

  /** The next chat whose answer can leave; else one whose progress can. */
  function nextLane(nowMs: number): Lane | undefined {
    let withProgress: Lane | undefined;
    for (const lane of ready) {
      const atMs = lane.readyAtMs(nowMs);
      if (atMs > nowMs) {
        ready.delete(lane);
        lane.wakeAt(clock, atMs, () => {
          add(lane);
          pump();
        });
      } else if (lane.hasAnswers) {
        return lane;
      } else {
        withProgress ??= lane;
      }
    }
    return withProgress;
  }

  function pump(): void {
    while (running < settings.running) {
      const nowMs = clock.now();
      const atMs = Math.max(overall.readyAtMs(nowMs), pausedUntilMs);
      if (atMs > nowMs) {
        if (ready.size === 0) return;
        cancelWake?.();
        cancelWake = clock.schedule(atMs - nowMs, pump);
        return;
      }
      const lane = nextLane(nowMs);
      if (!lane) return;
      ready.delete(lane);
      const next = lane.take(nowMs, settings);
      if (next) void run(lane, next);
      else add(lane);
      waiting -= lane.settled();
    }
  }

  async function run(lane: Lane, next: Waiting): Promise<void> {
    running++;
    lane.isBusy = true;
    overall.take(clock.now());
    try {
      next.resolve(await next.order.run(lane.chatId));
      waiting--;
    } catch (error) {
      failed(lane, next, error);
    } finally {
      running--;
      lane.isBusy = false;
      add(lane);
      pump();
    }
  }

  function failed(lane: Lane, next: Waiting, error: unknown): void {
    const failure = error instanceof ApiFailure ? error : undefined;
    if (failure?.migratedTo !== undefined && failure.migratedTo !== lane.chatId && !over) {
      move(lane, next, failure.migratedTo);
      return;
    }
    const pauseMs = failure && !over && !next.isProgress ? pauseAfter(failure, next) : undefined;
    const isPatient = clock.now() + (pauseMs ?? 0) < next.sinceMs + settings.patienceSeconds * 1000;
    if (!failure || pauseMs === undefined || !isPatient) {
      giveUp(next, over ?? error);
      return;
    }
    lane.pausedUntilMs = clock.now() + pauseMs;
    lane.putBack(next);
    if (failure.retryAfterSeconds !== undefined) noteFlood(lane.chatId, pauseMs);
  }

  function giveUp(next: Waiting, error: unknown): void {
    next.reject(error);
    waiting--;
  }

  /** undefined: it would fail again, or be done twice. */
  function pauseAfter(failure: ApiFailure, next: Waiting): number | undefined {
    if (failure.retryAfterSeconds !== undefined) return failure.retryAfterSeconds * 1000 + 100;
    const mayRepeat = failure.kind === 'unsent' || (failure.kind === 'unsure' && next.order.isRepeatable);
    if (!mayRepeat || ++next.attempts >= settings.attempts) return undefined;
    return Math.min(settings.longestPauseMs, settings.firstPauseMs * 2 ** (next.attempts - 1));
  }

  /** Two chats that have to wait at the same time: it is meant for all. */
  function noteFlood(chatId: number, pauseMs: number): void {
    const nowMs = clock.now();
    if (flood.chatId !== chatId && nowMs - flood.atMs < 1000) pausedUntilMs = Math.max(pausedUntilMs, nowMs + pauseMs);
    flood = { chatId, atMs: nowMs };
  }

  function move(lane: Lane, next: Waiting, chatId: number): void {
    onMigrated(lane.chatId, chatId);
    const target = laneOf(chatId);
    target.takeOver([next, ...lane.empty()]);
    add(target);
  }

  function full(lane: Lane, method: string): ApiFailure | undefined {
    if (waiting < settings.waiting && lane.waiting < settings.waitingPerChat) return undefined;
    return new ApiFailure(method, { kind: 'unsent', code: 'full' });
  }

  function enqueue(order: Order<unknown>, put: (lane: Lane, waits: Waiting) => number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const lane = laneOf(order.chatId);
    const { signal } = order;
    const reason = over ?? (signal?.aborted ? signal.reason : full(lane, order.name));
    if (reason) {
      reject(reason);
      return promise;
    }
    waiting += put(lane, { order, resolve, reject, sinceMs: clock.now(), attempts: 0, isProgress: false });
    add(lane);
    pump();
    return promise;
  }

  return {
    send: <Result>(order: Order<Result>) => enqueue(order, (lane, waits) => lane.put(waits)) as Promise<Result>,
    offer(order, key) {
      // Nobody waits for it, and nothing comes of its loss.
      enqueue(order, (lane, waits) => lane.putProgress(key, { ...waits, isProgress: true })).catch(() => {});
    },
    close(chatId, reason) {
      for (const waits of lanes.get(chatId)?.empty() ?? []) giveUp(waits, reason);
    },
    stop(reason) {
      over = reason;
      cancelWake?.();
      for (const lane of lanes.values()) {
        for (const waits of lane.empty()) giveUp(waits, reason);
        lane.sleep();
      }
      ready.clear();
    },
    get waiting() {
      return waiting;
    },
  };
}
