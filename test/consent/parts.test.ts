/** Small parts of consent by themselves: the alarm, the names, the ids, private places. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlarm } from '../../src/consent/alarm.ts';
import { isPrivatePlace, privatePlaceOf } from '../../src/consent/identity.ts';
import { createNames } from '../../src/consent/names.ts';
import { randomId } from '../../src/consent/random-id.ts';
import { minuteMs } from '../support/manual-time.ts';

function createBench() {
  const bench = { nowMs: 1_000, rings: 0, delays: [] as number[], cancelled: 0, fire: () => {} };
  const alarm = createAlarm({
    nowMs: () => bench.nowMs,
    ring: () => bench.rings++,
    schedule(delayMs, callback) {
      bench.delays.push(delayMs);
      bench.fire = callback;
      return () => bench.cancelled++;
    },
  });
  return { bench, alarm };
}

test('an alarm waits no longer than a minute at a time, so that no time is too far for a timer', () => {
  const { bench, alarm } = createBench();
  alarm.set(2 ** 53);
  assert.deepEqual(bench.delays, [minuteMs]);
});

test('of several times the soonest counts', () => {
  const { bench, alarm } = createBench();
  for (const inMs of [500, 800, 200, 300]) alarm.set(1_000 + inMs);
  assert.deepEqual(bench.delays, [500, 200]);
  bench.fire();
  assert.equal(bench.rings, 1);
  alarm.set(1_800);
  assert.deepEqual(bench.delays, [500, 200, 800]);
});

test('a time that is past rings at once', () => {
  const { bench, alarm } = createBench();
  alarm.set(0);
  assert.deepEqual(bench.delays, [0]);
});

test('when the clock was put forward past the time that is set, the next setting rings at once', () => {
  const { bench, alarm } = createBench();
  alarm.set(1_500);
  bench.nowMs = 90_000;
  alarm.set(95_000);
  assert.deepEqual(bench.delays, [500, 0]);
});

test('a name is not learnt again with a token that was forgotten, but with a new one', () => {
  const names = createNames();
  names.learn('console:ada', 'old');
  assert.deepEqual(names.forget(['old', 'unknown']), ['console:ada']);
  names.learn('console:ada', 'old');
  assert.equal(names.tokenOf('console:ada'), undefined);
  names.learn('console:ada', 'new');
  names.forget(['old']);
  assert.equal(names.tokenOf('console:ada'), 'new');
  assert.equal(names.nameOf('new'), 'console:ada');
});

test('ids are as long as asked for, of digits and small letters that are not taken for each other', () => {
  assert.match(randomId(26), /^[0-9a-hjkmnp-tv-z]{26}$/);
  assert.notEqual(randomId(26), randomId(26));
  assert.equal(
    randomId(3, limit => limit - 1),
    'zzz',
  );
});

test('a private place belongs to one person, and says so', () => {
  assert.equal(privatePlaceOf('discord:123'), 'discord:dm/123');
  assert.ok(isPrivatePlace(privatePlaceOf('telegram:5')));
  for (const place of ['discord:guild/7', 'telegram:chat/-100', 'playground']) assert.ok(!isPrivatePlace(place));
});
