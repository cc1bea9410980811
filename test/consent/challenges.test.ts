/** Challenges: their words, their tries, who may answer them when and where. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { challengeWords } from '../../src/consent/challenge-words.ts';
import { createChallenges } from '../../src/consent/challenges.ts';
import { noticeOf } from '../../src/consent/notice.ts';
import { refusal } from '../engine/support.ts';
import { createManualTime, dayMs, hourMs, minuteMs } from '../support/manual-time.ts';
import { createMemoryStores } from '../support/memory-stores.ts';
import { ada, ben, home, work } from './world.ts';

const enrol = { kind: 'enrol', name: 'Ada', language: 'en' } as const;

function createDesk(options: { words?: readonly string[]; random?: (limit: number) => number } = {}) {
  const time = createManualTime();
  const stores = createMemoryStores({ now: time.now });
  const parts = { challenges: stores.open('challenges'), attempts: stores.open('attempts'), now: time.now };
  return {
    time,
    stores,
    challenges: createChallenges({ ...parts, ...options }),
    reopen: () => createChallenges({ ...parts, ...options }),
  };
}

test('a challenge has four different words of the list, the day in its statement, and five minutes', async () => {
  const { time, challenges } = createDesk();
  const challenge = await challenges.issue(ada, home, enrol);
  assert.equal(new Set(challenge.words).size, 4);
  for (const word of challenge.words) assert.ok(challengeWords.includes(word));
  assert.match(challenge.statement, /January the first/);
  assert.equal(challenge.expiresAtMs, time.now() + 5 * minuteMs);
  assert.partialDeepStrictEqual(challenge, { personId: ada, placeId: home, purpose: enrol, issuedAtMs: time.now() });
});

test('it is taken as it was issued', async () => {
  const { time, challenges } = createDesk();
  const issued = await challenges.issue(ada, home, enrol);
  time.advance(minuteMs);
  assert.deepEqual(await challenges.take(ada, home, time.now()), issued);
});

test('no word comes twice within the challenges that are remembered', async () => {
  const { time, challenges } = createDesk();
  const drawn: string[] = [];
  for (let number = 0; number < 30; number++) {
    drawn.push(...(await challenges.issue(ada, home, enrol)).words);
    time.advance(8 * hourMs);
  }
  assert.equal(new Set(drawn).size, 120);
  for (let number = 0; number < 60; number++) {
    const { words } = await challenges.issue(ada, home, enrol);
    assert.equal(drawn.slice(-120).filter(word => words.includes(word)).length, 0);
    drawn.push(...words);
    time.advance(8 * hourMs);
  }
});

test('words may come again after 30 days', async () => {
  const { time, challenges } = createDesk({ words: challengeWords.slice(0, 6) });
  await challenges.issue(ada, home, enrol);
  time.advance(29 * dayMs);
  await assert.rejects(challenges.issue(ada, home, enrol), /2 words are left/);
  time.advance(dayMs);
  await challenges.issue(ada, home, enrol);
});

test('every word is drawn about as often as any other', async () => {
  const { challenges } = createDesk();
  const counts = new Map<string, number>();
  for (let number = 0; number < 2_000; number++) {
    for (const word of (await challenges.issue(`console:${number}`, home, enrol)).words)
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  assert.equal(counts.size, challengeWords.length);
  for (const count of counts.values()) assert.ok(count > 5 && count < 70, `${count} of an expected 31`);
});

test('the chance can be given, so that a test knows the words', async () => {
  const { challenges } = createDesk({ random: () => 0 });
  assert.deepEqual((await challenges.issue(ada, home, enrol)).words, challengeWords.slice(0, 4));
  assert.deepEqual((await challenges.issue(ada, home, enrol)).words, challengeWords.slice(4, 8));
});

test('three are issued within 24 hours, read or not; then it is told how long to wait', async () => {
  const { time, challenges } = createDesk();
  for (let number = 0; number < 3; number++) {
    await challenges.issue(ada, home, enrol);
    time.advance(hourMs);
  }
  await assert.rejects(
    challenges.issue(ada, home, enrol),
    error => refusal('challenge-tries')(error) && /in 21 h/.test(String(error)),
  );
  time.advance(21 * hourMs - 1);
  await assert.rejects(challenges.issue(ada, work, enrol), refusal('challenge-tries'));
  time.advance(1);
  await challenges.issue(ada, home, enrol);
  await challenges.issue(ben, home, enrol);
});

test('ten asked for at once are three', async () => {
  const { challenges } = createDesk();
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => challenges.issue(ada, home, enrol)));
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 3);
});

test('a new one replaces the open one', async () => {
  const { time, challenges } = createDesk();
  await challenges.issue(ada, home, enrol);
  const second = await challenges.issue(ada, work, enrol);
  await assert.rejects(challenges.take(ada, home, time.now()), refusal('challenge-elsewhere'));
  assert.equal((await challenges.take(ada, work, time.now())).id, second.id);
});

test('after a restart it is still open, and its tries still count', async () => {
  const { time, challenges, reopen } = createDesk();
  for (let number = 0; number < 3; number++) await challenges.issue(ada, home, enrol);
  const again = reopen();
  await assert.rejects(again.issue(ada, home, enrol), refusal('challenge-tries'));
  await again.take(ada, home, time.now());
});

test('of two takes at once, also by two processes, one gets it', async () => {
  for (const second of ['same', 'other']) {
    const { time, challenges, reopen } = createDesk();
    await challenges.issue(ada, home, enrol);
    const other = second === 'same' ? challenges : reopen();
    const ends = await Promise.allSettled([challenges.take(ada, home, time.now()), other.take(ada, home, time.now())]);
    assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    refusal('challenge-missing')(ends.flatMap(end => (end.status === 'rejected' ? end.reason : []))[0]);
  }
});

test('who is refused for the place or for an old recording can still answer', async () => {
  const { time, challenges } = createDesk();
  await challenges.issue(ada, home, enrol);
  await assert.rejects(challenges.take(ada, work, time.now()), refusal('challenge-elsewhere'));
  await assert.rejects(challenges.take(ada, home, time.now() - 1), refusal('challenge-too-early'));
  await challenges.take(ada, home, time.now());
});

describe('what is stored wrongly', () => {
  test('is no challenge', async () => {
    const { stores, challenges, time } = createDesk();
    await stores.open('challenges').set(`${ada}/open`, { words: 'all of them' });
    await assert.rejects(challenges.take(ada, home, time.now()), refusal('challenge-missing'));
  });

  test('gives no further tries', async () => {
    const { stores, challenges } = createDesk();
    await stores.open('attempts').set(`${ada}/issued`, 'none');
    await assert.rejects(challenges.issue(ada, home, enrol), /no list of attempts/);
  });
});

test('a notice is known by its version and the hash of its text, however its letters are composed', () => {
  assert.deepEqual(noticeOf('2', 'é'), noticeOf('2', 'é'));
  assert.notEqual(noticeOf('2', 'a').hash, noticeOf('2', 'b').hash);
  assert.match(noticeOf('1', '').hash, /^[0-9a-f]{64}$/);
});
