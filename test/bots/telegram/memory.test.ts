/** What the bot remembers: updates, moved groups, links, names; each bounded. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBounded } from '../../../src/bots/telegram/bounded.ts';
import { loadGroups } from '../../../src/bots/telegram/groups.ts';
import { createPeople } from '../../../src/bots/telegram/people.ts';
import { createLinks } from '../../../src/bots/telegram/showing/links.ts';
import { loadSeenUpdates, seenDefaults } from '../../../src/bots/telegram/updates/seen-updates.ts';
import { addressOf, whereFrom, whereOf } from '../../../src/bots/telegram/where.ts';
import type { Reply } from '../../../src/commands/reply.ts';
import { createGroups, createMemory } from './support.ts';

describe('updates', () => {
  test('are new once, also after a restart', async () => {
    const memory = createMemory();
    const seen = await loadSeenUpdates(memory, 7);
    assert.deepEqual(seen.take([10, 11, 12, 11]), [10, 11, 12]);
    assert.deepEqual(seen.take([12, 13]), [13]);
    await seen.settled();
    const again = await loadSeenUpdates(memory, 7);
    assert.deepEqual(again.take([9, 10, 13, 14]), [9, 14]);
    assert.deepEqual((await loadSeenUpdates(memory, 8)).take([10]), [10], 'another bot counts for itself');
  });

  test('that begin anywhere after a week, lower than before, are new', async () => {
    const seen = await loadSeenUpdates(createMemory(), 7);
    seen.take([900_000_001, 900_000_002]);
    assert.deepEqual(seen.take([5, 6, 900_000_002]), [5, 6]);
  });

  test('are kept as ranges, so many at most', async () => {
    const memory = createMemory();
    const seen = await loadSeenUpdates(memory, 7);
    for (let batch = 0; batch < 50; batch++) seen.take(Array.from({ length: 100 }, (_, index) => batch * 100 + index));
    for (let id = 0; id < 1000; id++) seen.take([10_000 + 2 * id]);
    await seen.settled();
    const kept = JSON.parse(memory.kept.get('updates-7')!) as unknown[];
    assert.equal(kept.length, seenDefaults.ranges);
    assert.deepEqual(seen.take([10_000 + 2 * 999]), [], 'the newest are known');
  });

  test('that were taken while an earlier write was under way are written too', async () => {
    const memory = createMemory();
    const hold = Promise.withResolvers<void>();
    let writes = 0;
    const slow = {
      ...memory,
      set: async (key: string, value: unknown) => {
        const json = JSON.stringify(value);
        if (writes++ === 0) await hold.promise;
        memory.kept.set(key, json);
      },
    };
    const seen = await loadSeenUpdates(slow, 7);
    seen.take([1]);
    const first = seen.settled();
    await Promise.resolve();
    seen.take([2]);
    const second = seen.settled();
    seen.take([3]);
    const third = seen.settled();
    hold.resolve();
    await Promise.all([first, second, third]);
    assert.deepEqual(JSON.parse(memory.kept.get('updates-7')!), [[1, 3]]);
    assert.equal(writes, 2);
  });

  test('that cannot be kept are told, and the next write has them', async () => {
    const memory = createMemory();
    let isFull = true;
    const full = {
      ...memory,
      set: (key: string, value: unknown) => (isFull ? Promise.reject(new Error('full')) : memory.set(key, value)),
    };
    const seen = await loadSeenUpdates(full, 7);
    seen.take([1]);
    await assert.rejects(seen.settled(), /full/);
    isFull = false;
    seen.take([2]);
    await seen.settled();
    assert.deepEqual(JSON.parse(memory.kept.get('updates-7')!), [[1, 2]]);
  });
});

describe('a group', () => {
  test('stays the same place under its new number, also after a restart', async () => {
    const memory = createMemory();
    const groups = await loadGroups(memory);
    assert.equal(groups.placeOf(-77), 'telegram:chat/-77');
    await groups.moved(-77, -100_099);
    for (const known of [groups, await loadGroups(memory)]) {
      assert.equal(known.placeOf(-100_099), 'telegram:chat/-77');
      assert.equal(known.placeOf(-77), 'telegram:chat/-77');
      assert.equal(known.currentOf(-77), -100_099);
      assert.equal(known.currentOf(-100_099), -100_099);
      assert.equal(known.placeOf(-5), 'telegram:chat/-5');
    }
  });

  test('is told of its move twice, from both sides, and moves once', async () => {
    const groups = await loadGroups(createMemory());
    await groups.moved(-77, -100_099);
    await groups.moved(-77, -100_099);
    await groups.moved(-100_099, -77);
    assert.equal(groups.placeOf(-100_099), 'telegram:chat/-77');
    assert.equal(groups.currentOf(-77), -100_099);
  });
});

describe('a link', () => {
  const text = (size: number): Reply => ({ kind: 'text', text: 'x'.repeat(size), audience: 'asker' });
  const whisper = (size = 1) => ({ reply: text(size), origin: { chatId: -1, userId: 5 } });

  test('is as Telegram takes it, opens once, and for one person only', () => {
    const links = createLinks(() => 0);
    const payload = links.make(5);
    assert.match(payload, /^[A-Za-z0-9_-]{1,64}$/);
    assert.ok(links.add(payload, whisper()));
    assert.ok(links.add(payload, whisper()));
    assert.equal(links.open(payload, 6), undefined);
    assert.equal(links.open(payload, 5)?.length, 2);
    assert.equal(links.open(payload, 5), undefined);
    assert.equal(links.add(payload, whisper()), false);
    assert.notEqual(links.make(5), payload);
  });

  test('ends by itself; the oldest end first when there are too many, or what waits is too large', () => {
    let nowMs = 0;
    const links = createLinks(() => nowMs, { lifetimeMs: 100, links: 3, bytes: 1000 });
    const payloads = Array.from({ length: 4 }, () => links.make(5));
    assert.deepEqual(
      payloads.map(payload => links.add(payload, whisper())),
      [false, true, true, true],
    );
    links.add(payloads[3]!, whisper(999));
    assert.equal(links.open(payloads[1]!, 5), undefined);
    assert.equal(links.open(payloads[3]!, 5)?.length, 2);
    const late = links.make(5);
    nowMs = 101;
    assert.equal(links.open(late, 5), undefined);
  });
});

describe('names', () => {
  const chat = { id: 5, type: 'private' } as const;

  test('that were not seen since the start are asked for, each once for a while', async () => {
    const asked: unknown[] = [];
    const call = async (_method: string, { chat_id }: { chat_id?: unknown }) => {
      asked.push(chat_id);
      if (chat_id === 6) throw new Error('not found');
      return (chat_id === 5 ? { ...chat, first_name: 'Ada' } : { id: -77, type: 'group', title: 'Den' }) as never;
    };
    const people = createPeople({ call }, createGroups(), () => 0);
    const { directory } = people;
    const ids = ['telegram:5', 'telegram:6', 'telegram:chat/-77', 'discord:5', 'telegram:5'];
    await directory.know!(ids);
    await directory.know!(ids);
    assert.deepEqual(asked.sort(), [-77, 5, 6]);
    assert.equal(directory.personName('telegram:5'), 'Ada');
    assert.equal(directory.personName('telegram:6'), undefined);
    assert.equal(directory.placeName('telegram:chat/-77'), 'Den');
  });

  test('of bots are not learnt', () => {
    const people = createPeople({ call: async () => ({}) as never }, createGroups(), () => 0);
    people.meet({ id: 9, is_bot: true, first_name: 'Other', username: 'other_bot' });
    assert.equal(people.userNamed('@other_bot'), undefined);
  });

  test('are bounded: whoever was not met for longest is forgotten', () => {
    const some = createBounded<number, string>({ maximum: 2 });
    for (const key of [1, 2]) some.set(key, `${key}`);
    some.get(1);
    some.set(3, '3');
    assert.deepEqual([some.get(1), some.get(2), some.get(3), some.size], ['1', undefined, '3', 2]);
  });
});

describe('an address', () => {
  const message = {
    message_id: 12,
    message_thread_id: 3,
    date: 1,
    chat: { id: -1_000_000_000_077, type: 'supergroup' },
  } as const;

  test('leads back to the chat, its topic and the message', () => {
    for (const where of [
      whereOf({ ...message, is_topic_message: true }, 5_000_000_001),
      whereOf(message, 5_000_000_001),
      { chatId: 5, userId: 5 },
    ]) {
      assert.deepEqual(whereFrom(addressOf(where)), where);
    }
    assert.equal(whereOf(message, 5).threadId, undefined, 'a thread of replies is no topic');
  });

  test('of another kind leads nowhere', () => {
    for (const address of ['', 'den', '1 2 3', '1 2 3 x', '{"a":1}']) assert.equal(whereFrom(address), undefined);
  });
});
