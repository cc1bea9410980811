import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ApiFailure } from '../../../src/bots/telegram/api/failure.ts';
import {
  createSendQueue,
  type Order,
  type SendQueue,
  type SendQueueOptions,
} from '../../../src/bots/telegram/sending/send-queue.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';

const ada = 5_000_000_001;
const bob = 5_000_000_002;
const group = -1_000_000_000_077;

let time: ManualTime;
let queue: SendQueue;
/** What was sent: when, in milliseconds since the start, where, and what. */
let sent: [number, number, string][];
let startMs: number;

beforeEach(() => setUp());

function setUp(options: Partial<SendQueueOptions> = {}): void {
  time = createManualTime();
  startMs = time.now();
  sent = [];
  queue = createSendQueue({ clock: time, ...options });
}

/** Enough turns of the microtask queue for whatever a send does next. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** Step by step, so that what a step brings about happens in it. */
async function pass(milliseconds: number, stepMs = 50): Promise<void> {
  await settle();
  for (let passed = 0; passed < milliseconds; passed += stepMs) {
    time.advance(stepMs);
    await settle();
  }
}

function order(chatId: number, what: string, facts: Partial<Order<unknown>> = {}, failures: unknown[] = []): Order<string> {
  return {
    name: 'sendMessage',
    chatId,
    async run(to) {
      sent.push([time.now() - startMs, to, what]);
      const failure = failures.shift();
      if (failure) throw failure;
      return what;
    },
    ...facts,
  } as Order<string>;
}

const refused = (status: number, facts: Partial<ConstructorParameters<typeof ApiFailure>[1]> = {}) =>
  new ApiFailure('sendMessage', { kind: 'refused', status, ...facts });
const dropped = (kind: 'unsent' | 'unsure') => new ApiFailure('sendMessage', { kind, code: 'ECONNRESET' });
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiFailure ? error.code : (error as Error).message),
  );
const whatIn = (chatId: number) => sent.filter(([, to]) => to === chatId).map(([, , what]) => what);

/** The most in any stretch of so many milliseconds. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(...times.map(start => times.filter(at => at >= start && at < start + milliseconds).length));
}

describe('sending', () => {
  test('in one chat keeps the order and, after a short burst, one a second', async () => {
    const all = Array.from({ length: 8 }, (_, index) => queue.send(order(ada, `${index}`)));
    await pass(6000);
    assert.deepEqual(whatIn(ada), ['0', '1', '2', '3', '4', '5', '6', '7']);
    assert.deepEqual(await Promise.all(all), whatIn(ada));
    const times = sent.map(([at]) => at);
    assert.deepEqual(times.slice(0, 5), [0, 0, 0, 0, 0]);
    for (const [index, at] of times.slice(5).entries()) assert.equal(at, 1000 * (index + 1));
  });

  test('in a group is 20 a minute at most', async () => {
    for (let index = 0; index < 45; index++) void queue.send(order(group, `${index}`));
    await pass(150_000, 250);
    assert.equal(sent.length, 45);
    assert.equal(
      mostWithin(
        sent.map(([at]) => at),
        60_000,
      ),
      20,
    );
  });

  test('is 30 a second at most overall, and chats take turns', async () => {
    for (let chat = 1; chat <= 100; chat++) {
      for (const what of ['first', 'second']) void queue.send(order(ada + chat, what));
    }
    await pass(9000);
    assert.equal(sent.length, 200);
    assert.equal(
      mostWithin(
        sent.map(([at]) => at),
        1000,
      ),
      30,
    );
    const firsts = sent.slice(0, 100).filter(([, , what]) => what === 'first').length;
    assert.equal(firsts, 100);
  });

  test('of one chat that floods holds up no other', async () => {
    for (let index = 0; index < 100; index++) void queue.send(order(ada, `${index}`));
    await pass(5000);
    void queue.send(order(bob, 'hello'));
    await settle();
    assert.deepEqual(whatIn(bob), ['hello']);
  });

  test('waits as long as Telegram asks, in that chat only, and loses and reorders nothing', async () => {
    const failures = [refused(429, { retryAfterSeconds: 7 })];
    const first = queue.send(order(ada, 'first', {}, failures));
    const second = queue.send(order(ada, 'second'));
    void queue.send(order(bob, 'hello'));
    await pass(8000);
    assert.deepEqual([await first, await second], ['first', 'second']);
    assert.deepEqual(sent, [
      [0, ada, 'first'],
      [0, bob, 'hello'],
      [7100, ada, 'first'],
      [7100, ada, 'second'],
    ]);
  });

  test('waits in every chat when Telegram asks for it in two at once', async () => {
    for (const chat of [ada, bob]) void queue.send(order(chat, 'x', {}, [refused(429, { retryAfterSeconds: 3 })]));
    await pass(50);
    void queue.send(order(group, 'y'));
    await pass(2900);
    assert.deepEqual(whatIn(group), []);
    await pass(300);
    assert.deepEqual(whatIn(group), ['y']);
  });

  test('gives up when Telegram asks for more patience than there is', async () => {
    const result = outcome(queue.send(order(ada, 'x', {}, [refused(429, { retryAfterSeconds: 3600 })])));
    await pass(100);
    assert.equal(await result, 'telegram-429');
    assert.equal(queue.waiting, 0);
  });

  test('repeats what never reached Telegram', async () => {
    const result = outcome(queue.send(order(ada, 'x', {}, [dropped('unsent'), dropped('unsent')])));
    await pass(2000);
    assert.equal(await result, 'done');
    assert.deepEqual(
      sent.map(([at]) => at),
      [0, 500, 1500],
    );
  });

  test('never repeats what may have been done, unless that does no harm', async () => {
    assert.equal(await outcome(queue.send(order(ada, 'note', {}, [dropped('unsure')]))), 'telegram-ECONNRESET');
    const edit = outcome(queue.send(order(ada, 'edit', { isRepeatable: true }, [dropped('unsure')])));
    await pass(1000);
    assert.equal(await edit, 'done');
    assert.deepEqual(whatIn(ada), ['note', 'edit', 'edit']);
  });

  test('gives up after a few repetitions', async () => {
    const failures = Array.from({ length: 100 }, () => dropped('unsent'));
    const result = outcome(queue.send(order(ada, 'x', {}, failures)));
    await pass(60_000);
    assert.equal(await result, 'telegram-ECONNRESET');
    assert.equal(sent.length, 6);
  });

  test('tells a refusal at once, and goes on', async () => {
    const first = outcome(queue.send(order(ada, 'first', {}, [refused(403)])));
    const second = queue.send(order(ada, 'second'));
    assert.deepEqual([await first, await second], ['telegram-403', 'second']);
  });

  test('follows a group to its new number, with all that waits, in order', async () => {
    const moves: [number, number][] = [];
    setUp({ onMigrated: (from, to) => moves.push([from, to]) });
    const upgraded = -1_000_000_000_099;
    const all = [
      queue.send(order(-77, 'first', {}, [refused(400, { migratedTo: upgraded })])),
      queue.send(order(-77, 'second')),
      queue.send(order(-77, 'third')),
    ];
    await pass(1000);
    assert.deepEqual(await Promise.all(all), ['first', 'second', 'third']);
    assert.deepEqual(whatIn(upgraded), ['first', 'second', 'third']);
    assert.deepEqual(moves, [[-77, upgraded]]);
  });

  test('ends with what waits for a chat that is closed, and only with that', async () => {
    const all = Array.from({ length: 8 }, (_, index) => outcome(queue.send(order(ada, `${index}`))));
    const other = outcome(queue.send(order(bob, 'hello')));
    await settle();
    queue.close(ada, new Error('blocked'));
    assert.deepEqual(await Promise.all(all), ['done', 'done', 'done', 'done', 'done', 'blocked', 'blocked', 'blocked']);
    assert.equal(await other, 'done');
    assert.equal(queue.waiting, 0);
  });

  test('of what nobody wants any more does not happen', async () => {
    const gone = new AbortController();
    for (let index = 0; index < 5; index++) void queue.send(order(ada, `${index}`));
    const result = outcome(queue.send(order(ada, 'late', { signal: gone.signal })));
    gone.abort(new Error('gone'));
    await pass(1500);
    assert.equal(await result, 'gone');
    assert.deepEqual(whatIn(ada), ['0', '1', '2', '3', '4']);
    assert.equal(
      await outcome(queue.send(order(ada, 'later', { signal: gone.signal }))),
      'gone',
      'nor does it wait for its turn',
    );
  });

  test('is bounded, for a chat and in all', async () => {
    setUp({ limits: { waitingPerChat: 5, waiting: 7 } });
    const results = [ada, bob].flatMap(chat => Array.from({ length: 10 }, () => outcome(queue.send(order(chat, 'x')))));
    await pass(20_000);
    const told = await Promise.all(results);
    assert.deepEqual([...new Set(told)].sort(), ['done', 'telegram-full']);
    assert.ok(told.filter(one => one === 'done').length <= 17, `${told}`);
  });

  test('stops: what waits is told, and nothing new begins', async () => {
    const waiting = Array.from({ length: 7 }, () => outcome(queue.send(order(ada, 'x'))));
    await settle();
    queue.stop(new Error('stopping'));
    const after = outcome(queue.send(order(ada, 'y')));
    assert.deepEqual(await Promise.all([...waiting, after]), [...Array(5).fill('done'), 'stopping', 'stopping', 'stopping']);
    assert.equal(time.waiting(), 0);
  });
});

describe('progress', () => {
  test('of which a newer one is there is not sent', async () => {
    const busy = Promise.withResolvers<string>();
    void queue.send(order(ada, 'answer', { run: () => busy.promise }));
    for (const percent of ['10', '20', '30']) queue.offer(order(ada, percent), 'edit');
    busy.resolve('');
    await settle();
    assert.deepEqual(whatIn(ada), ['30']);
  });

  test('waits for answers, and is dropped when it is late', async () => {
    for (let index = 0; index < 8; index++) void queue.send(order(ada, `answer ${index}`));
    queue.offer(order(ada, 'progress'), 'edit');
    await pass(10_000);
    assert.deepEqual(
      whatIn(ada).filter(what => what === 'progress'),
      [],
    );
    assert.equal(queue.waiting, 0);
  });

  test('leaves the last messages of a minute in a group to answers', async () => {
    for (let index = 0; index < 30; index++) {
      queue.offer(order(group, 'progress'), 'edit');
      await pass(1000);
    }
    assert.equal(whatIn(group).length, 12);
    void queue.send(order(group, 'answer'));
    await settle();
    assert.equal(whatIn(group).at(-1), 'answer');
  });

  test('that is a chat action takes nothing of a chat', async () => {
    for (let index = 0; index < 30; index++) {
      queue.offer(order(group, 'action', { isCounted: false }), 'action');
      await pass(1000);
    }
    assert.equal(whatIn(group).length, 30);
  });

  test('that fails is forgotten', async () => {
    queue.offer(order(ada, 'progress', {}, [refused(400)]), 'edit');
    await pass(1000);
    assert.equal(sent.length, 1);
    assert.equal(queue.waiting, 0);
  });
});
