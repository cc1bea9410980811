/** Update queue: updates that wait for the bot, taken by long polling or by a webhook, in order. As ClientManager's queue: offsets confirm, a newer poll ends an older one. */
import { type ApiError, conflict } from './api-error.ts';
import type { Changes } from './changes.ts';
import type { Clock } from './control.ts';
import type { AnyPayload, Update } from './wire.ts';

/** Left out unless asked for, https://core.telegram.org/bots/api#getupdates. */
const notByDefault: readonly string[] = ['chat_member', 'message_reaction', 'message_reaction_count'];

const MAX_TIMEOUT_SECONDS = 50;
/** A poll with the offset of the one before is answered slowly, or with one update: it looks like a loop. */
const SAME_OFFSET_WAIT_SECONDS = 3;
const SAME_OFFSET_BURST_MS = 500;

export interface PollRequest {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
  readonly gone: AbortSignal;
}

export interface UpdateQueue {
  readonly all: readonly Update[];
  readonly pending: readonly Update[];
  /** [] is the default set. */
  allowed: readonly string[];
  /** undefined when the bot does not want this kind. */
  push(payload: AnyPayload): Update | undefined;
  redeliver(update: Update): void;
  poll(request: PollRequest): Promise<readonly Update[]>;
  /** Ends a poll under way. */
  abortPoll(error: ApiError): void;
  readonly isPolling: boolean;
  confirm(updateId: number): void;
  drop(): void;
  /** Keeps only what still waits. */
  forget(): void;
  /** Called whenever an update was added. */
  onPush?: () => void;
}

export const otherPoller = () =>
  conflict('terminated by other getUpdates request; make sure that only one bot instance is running');

interface Poll {
  readonly limit: number;
  answer(updates: readonly Update[]): void;
  fail(error: Error): void;
}

export function createUpdateQueue(clock: Clock, changes: Changes): UpdateQueue {
  const all: Update[] = [];
  let pending: Update[] = [];
  // Real ids begin anywhere; a test that counts from 1 would be wrong outside.
  let nextId = 400_000_000 + Math.floor(Math.random() * 100_000_000);
  let poll: Poll | undefined;
  let previous = { offset: Number.NaN, atMs: 0 };

  const isWanted = (kind: string) => (queue.allowed.length === 0 ? !notByDefault.includes(kind) : queue.allowed.includes(kind));

  const wake = () => {
    if (poll && pending.length > 0) poll.answer(pending.slice(0, poll.limit));
    queue.onPush?.();
    changes.notify();
  };

  const queue: UpdateQueue = {
    all,
    get pending() {
      return pending;
    },
    allowed: [],
    push(payload) {
      if (!isWanted(Object.keys(payload)[0])) return undefined;
      const update = { update_id: nextId++, ...structuredClone(payload) };
      all.push(update);
      pending.push(update);
      wake();
      return update;
    },
    redeliver(update) {
      pending = [...pending, update].sort((one, other) => one.update_id - other.update_id);
      wake();
    },
    async poll({ offset, limit, timeoutSeconds, gone }) {
      let seconds = Math.min(timeoutSeconds, MAX_TIMEOUT_SECONDS);
      const sinceMs = clock.now() - previous.atMs;
      const isSame = offset === previous.offset;
      if (isSame && seconds < SAME_OFFSET_WAIT_SECONDS && sinceMs < SAME_OFFSET_WAIT_SECONDS * 1000)
        seconds = SAME_OFFSET_WAIT_SECONDS;
      if (isSame && sinceMs < SAME_OFFSET_BURST_MS) limit = 1;
      previous = { offset, atMs: clock.now() };
      if (offset < 0) pending = pending.slice(offset);
      if (offset > 0) pending = pending.filter(update => update.update_id >= offset);
      changes.notify();
      if (gone.aborted) return [];
      if (pending.length > 0 || seconds === 0) return pending.slice(0, limit);
      queue.abortPoll(otherPoller());
      const { promise, resolve, reject } = Promise.withResolvers<readonly Update[]>();
      const finish = () => {
        cancel();
        gone.removeEventListener('abort', leave);
        if (poll === mine) poll = undefined;
      };
      const mine: Poll = {
        limit,
        answer(updates) {
          finish();
          resolve(updates);
        },
        fail(error) {
          finish();
          reject(error);
        },
      };
      const leave = () => mine.answer([]);
      const cancel = clock.schedule(seconds * 1000, () => mine.answer([]));
      gone.addEventListener('abort', leave);
      poll = mine;
      changes.notify();
      return promise;
    },
    abortPoll(error) {
      poll?.fail(error);
    },
    get isPolling() {
      return poll !== undefined;
    },
    confirm(updateId) {
      pending = pending.filter(update => update.update_id !== updateId);
      changes.notify();
    },
    forget() {
      all.length = 0;
    },
    drop() {
      pending = [];
      changes.notify();
    },
  };
  return queue;
}
