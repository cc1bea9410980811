import { ApiFailure } from '../api/failure.ts';
import type { Clock } from '../clock.ts';
import { chatLimits, limitsOf } from './chat-limits.ts';

/** Order: one call that is to be made in a chat. */
export interface Order<Result> {
  /** Of the method, for messages of errors. */
  readonly name: string;
  readonly chatId: number;
  /** May be done twice without harm. */
  readonly isRepeatable?: boolean;
  /** Whether it is one of the messages that Telegram counts for the chat; a chat action is not. */
  readonly isCounted?: boolean;
  /** Nobody wants it any more when that has aborted. */
  readonly signal?: AbortSignal;
  /** The number of the chat as it is then: groups can get a new one. */
  run(chatId: number): Promise<Result>;
}

export interface Waiting {
  readonly order: Order<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly sinceMs: number;
  readonly isProgress: boolean;
  attempts: number;
}

/** Lane: what waits for one chat: answers in order, and of progress the newest of each kind. */
export interface Lane {
  readonly chatId: number;
  isBusy: boolean;
  pausedUntilMs: number;
  readonly hasWork: boolean;
  readonly hasAnswers: boolean;
  readonly isIdle: boolean;
  readonly waiting: number;
  /** How many more wait now: put returns 1, progress that replaces an older one 0. */
  put(waits: Waiting): number;
  putProgress(key: string, waits: Waiting): number;
  putBack(waits: Waiting): void;
  takeOver(all: readonly Waiting[]): void;
  /** Takes everything out. */
  empty(): readonly Waiting[];
  /** Of what is first. */
  readyAtMs(nowMs: number): number;
  /** The first, counted; or undefined where it was too late for it, or has to wait after all. */
  take(nowMs: number, times: { readonly patienceSeconds: number; readonly staleSeconds: number }): Waiting | undefined;
  /** How many were given up by `take` since the last call. */
  settled(): number;
  wakeAt(clock: Clock, atMs: number, wake: () => void): void;
  sleep(): void;
}

export function createLane(chatId: number): Lane {
  const limits = limitsOf(chatId);
  const answers: Waiting[] = [];
  const progress = new Map<string, Waiting>();
  let cancelWake: (() => void) | undefined;
  let givenUp = 0;

  const isCounted = ({ order }: Waiting) => order.isCounted !== false;
  const spare = chatId < 0 ? chatLimits.keptForAnswers : 0;

  function giveUp(waits: Waiting, reason: unknown): undefined {
    waits.reject(reason);
    givenUp++;
  }

  function takeProgress(nowMs: number, staleSeconds: number): Waiting | undefined {
    const [[key, waits]] = progress;
    progress.delete(key);
    const isStale = nowMs - waits.sinceMs > staleSeconds * 1000;
    const isLate = isCounted(waits) && limits.some((limit, index) => limit.left(nowMs) <= (index === 0 ? 0 : spare));
    return isStale || isLate || waits.order.signal?.aborted ? giveUp(waits, late(waits)) : waits;
  }

  const lane: Lane = {
    chatId,
    isBusy: false,
    pausedUntilMs: 0,
    get hasWork() {
      return lane.waiting > 0;
    },
    get hasAnswers() {
      return answers.length > 0;
    },
    get isIdle() {
      return !lane.isBusy && lane.waiting === 0;
    },
    get waiting() {
      return answers.length + progress.size;
    },
    put: waits => answers.push(waits) && 1,
    putProgress(key, waits) {
      const older = progress.get(key);
      older?.reject(late(older));
      progress.set(key, waits);
      return older ? 0 : 1;
    },
    putBack: waits => void answers.unshift(waits),
    takeOver: all => void answers.push(...all),
    empty() {
      const all = [...answers, ...progress.values()];
      answers.length = 0;
      progress.clear();
      return all;
    },
    readyAtMs(nowMs) {
      const first = answers[0];
      const counted = first && isCounted(first) ? limits.map(limit => limit.readyAtMs(nowMs)) : [];
      return Math.max(nowMs, lane.pausedUntilMs, ...counted);
    },
    take(nowMs, { patienceSeconds, staleSeconds }) {
      const first = answers.shift() ?? (progress.size > 0 ? takeProgress(nowMs, staleSeconds) : undefined);
      if (!first) return undefined;
      if (first.order.signal?.aborted) return giveUp(first, first.order.signal.reason);
      if (nowMs - first.sinceMs > patienceSeconds * 1000) return giveUp(first, late(first));
      if (isCounted(first)) for (const limit of limits) limit.take(nowMs);
      return first;
    },
    settled() {
      const count = givenUp;
      givenUp = 0;
      return count;
    },
    wakeAt(clock, atMs, wake) {
      cancelWake?.();
      cancelWake = clock.schedule(atMs - clock.now(), () => {
        cancelWake = undefined;
        wake();
      });
    },
    sleep: () => cancelWake?.(),
  };
  return lane;
}

function late({ order }: Waiting): ApiFailure {
  return new ApiFailure(order.name, { kind: 'unsent', code: 'late' });
}
