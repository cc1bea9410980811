import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ApiFailure } from '../../../src/bots/telegram/api/failure.ts';
import { poll, pollingDefaults } from '../../../src/bots/telegram/updates/polling.ts';
import type { Update } from '../../../src/bots/telegram/wire.ts';
import { createMemoryLog, type LogLine } from '../../commands/requests.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';

const failure = (status: number, facts: object = {}) =>
  new ApiFailure('getUpdates', { kind: status >= 500 ? 'unsure' : 'refused', status, ...facts });

let time: ManualTime;
let log: LogLine[];
/** What was asked, when. */
let asked: [number, unknown][];
let taken: number[];
let isRevoked: boolean;
let stop: AbortController;
let startMs: number;

beforeEach(() => {
  time = createManualTime();
  startMs = time.now();
  log = [];
  asked = [];
  taken = [];
  isRevoked = false;
  stop = new AbortController();
});

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** Answers in turn; then it waits until the end. */
function start(...answers: (readonly number[] | ApiFailure | object)[]): Promise<number | undefined> {
  const call = (_method: string, { offset }: { offset?: unknown }, { signal }: { signal?: AbortSignal } = {}) => {
    asked.push([time.now() - startMs, offset]);
    const answer = answers.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    if (Array.isArray(answer)) return Promise.resolve(answer.map(update_id => ({ update_id })));
    if (answer) return Promise.resolve(answer);
    return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  };
  return poll(
    {
      api: { call: call as never },
      clock: time,
      log: createMemoryLog(log),
      take: async (updates: readonly Update[]) => void taken.push(...updates.map(({ update_id }) => update_id)),
      onRevoked: () => {
        isRevoked = true;
      },
    },
    stop.signal,
  );
}

async function pass(milliseconds: number): Promise<void> {
  await settle();
  for (let passed = 0; passed < milliseconds; passed += 100) {
    time.advance(100);
    await settle();
  }
}

describe('polling', () => {
  test('asks for what follows the newest, and ends with the signal', async () => {
    const end = start([7, 9, 8], [10]);
    await settle();
    assert.deepEqual(
      asked.map(([, offset]) => offset),
      [0, 10, 11],
    );
    assert.deepEqual(taken, [7, 9, 8, 10]);
    stop.abort();
    assert.equal(await end, undefined, 'the last poll has confirmed everything');
  });

  test('that ends before the next poll tells what is still to be confirmed', async () => {
    const end = poll(
      {
        api: { call: async () => [{ update_id: 7 }] as never },
        clock: time,
        log: createMemoryLog(log),
        take: async () => stop.abort(),
        onRevoked: () => {},
      },
      stop.signal,
    );
    assert.equal(await end, 8);
  });

  test('waits ever longer between failures, tells each, and says when it is over', async () => {
    const end = start(failure(502), failure(500), failure(502), [7]);
    await pass(10_000);
    assert.deepEqual(
      asked.map(([at]) => at),
      [0, 1000, 3000, 7000, 7000],
    );
    assert.deepEqual(
      log.map(({ event }) => event),
      [...Array(3).fill('telegram-not-reached'), 'telegram-is-back'],
    );
    stop.abort();
    await end;
  });

  test('waits at most a minute, and never gives up', async () => {
    const end = start(...Array.from({ length: 20 }, () => failure(502)));
    await pass(900_000);
    const pauses = asked.slice(1).map(([at], index) => at - asked[index]![0]);
    assert.equal(Math.max(...pauses), pollingDefaults.longestPauseMs);
    assert.ok(asked.length > 12);
    stop.abort();
    await end;
  });

  test('waits as long as it is asked to', async () => {
    const end = start(failure(429, { retryAfterSeconds: 17 }));
    await pass(20_000);
    assert.deepEqual(
      asked.map(([at]) => at),
      [0, 17_000],
    );
    stop.abort();
    await end;
  });

  test('goes on beside a second program, which it tells of', async () => {
    const end = start(failure(409), failure(409), [7]);
    await pass(5000);
    assert.deepEqual(taken, [7]);
    assert.equal(log[0]!.event, 'another-program-uses-this-token');
    assert.equal(log[0]!.facts.code, 'telegram-409');
    stop.abort();
    await end;
  });

  test('ends when the token is refused again and again, not when it is once', async () => {
    const end = start(failure(401), [7], failure(401), failure(401), failure(401));
    await pass(10_000);
    await end;
    assert.deepEqual(taken, [7]);
    assert.equal(isRevoked, true);
    assert.deepEqual(log.filter(({ event }) => event === 'token-not-accepted').length, 4);
  });

  test('does not run hot on a server that answers nothing at once, nor on one that answers nonsense', async () => {
    const end = start([], [], { hello: 'there' }, [7]);
    await pass(2000);
    assert.deepEqual(
      asked.slice(0, 4).map(([at]) => at),
      [0, 200, 400, 1400],
    );
    assert.deepEqual(taken, [7]);
    stop.abort();
    await end;
  });
});
