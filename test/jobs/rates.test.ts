import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBuckets } from '../../src/jobs/buckets.ts';
import { createRateLimits, rateDefaults } from '../../src/jobs/rate-limits.ts';
import { refusal } from '../engine/support.ts';
import { createTestGate } from './support.ts';

describe('a token bucket', () => {
  function start(burst: number, secondsPerToken: number) {
    const clock = { ms: 1_000_000 };
    const buckets = createBuckets({ burst, secondsPerToken }, () => clock.ms);
    const later = (seconds: number) => {
      clock.ms += seconds * 1000;
    };
    return { buckets, clock, later };
  }

  test('gives a burst, then one token after each interval', () => {
    const { buckets, later } = start(3, 10);
    for (let i = 0; i < 3; i++) {
      assert.equal(buckets.waitSeconds('ada'), 0);
      buckets.take('ada');
    }
    assert.equal(buckets.waitSeconds('ada'), 10);
    later(4);
    assert.equal(buckets.waitSeconds('ada'), 6);
    later(6);
    assert.equal(buckets.waitSeconds('ada'), 0);
    buckets.take('ada');
    assert.equal(buckets.waitSeconds('ada'), 10);
  });

  test('is full again after burst times interval, and no fuller', () => {
    const { buckets, later } = start(3, 10);
    for (let i = 0; i < 3; i++) buckets.take('ada');
    later(1_000);
    for (let i = 0; i < 3; i++) buckets.take('ada');
    assert.equal(buckets.waitSeconds('ada'), 10);
  });

  test('is one for each key', () => {
    const { buckets } = start(1, 10);
    buckets.take('ada');
    assert.equal(buckets.waitSeconds('bob'), 0);
  });

  test('a clock that jumps back costs one bucket at worst', () => {
    const { buckets, clock } = start(3, 10);
    buckets.take('ada');
    clock.ms -= 1_000_000;
    assert.equal(buckets.waitSeconds('ada'), 10);
  });

  test('is forgotten when it is full: memory follows those who asked lately', () => {
    const { buckets, later } = start(2, 1);
    for (let i = 0; i < 50_000; i++) {
      buckets.take(`person ${i}`);
      later(0.01);
    }
    assert.ok(buckets.size <= 110, `${buckets.size} buckets; 100 persons asked within the last second`);
  });
});

describe('the rates', () => {
  const one = { burst: 1, secondsPerToken: 60 };
  const many = { burst: 100, secondsPerToken: 60 };
  for (const { code, rates, same } of [
    { code: 'rate-person', rates: { person: one, voice: many, place: many }, same: { personId: 'console:x' } },
    { code: 'rate-voice', rates: { person: many, voice: one, place: many }, same: { voiceId: 'x' } },
    { code: 'rate-place', rates: { person: many, voice: many, place: one }, same: { placeId: 'console:x' } },
  ]) {
    test(`${code} says how long to wait, and is for that one alone`, () => {
      const gate = createTestGate();
      const limits = createRateLimits(rates, () => 0);
      const asker = (i: number, rest = {}) =>
        gate.grant({ personId: `console:p${i}`, placeId: `console:q${i}`, voiceId: `voice-${i}`, ...rest });
      limits.spend(asker(1, same));
      assert.throws(
        () => limits.spend(asker(2, same)),
        error => {
          refusal(code)(error);
          assert.deepEqual((error as { values?: unknown }).values, { seconds: 60, secondsPerToken: 60 });
          return true;
        },
      );
      limits.spend(asker(3));
    });
  }

  test('what one of them refuses costs nothing at the others', () => {
    const gate = createTestGate();
    const limits = createRateLimits({ person: { burst: 2, secondsPerToken: 60 }, place: one }, () => 0);
    const ask = (placeId: string) => limits.spend(gate.grant({ placeId }));
    ask('console:a');
    for (let i = 0; i < 5; i++) assert.throws(() => ask('console:a'), refusal('rate-place'));
    ask('console:b');
  });

  test('a person may ask as often as the defaults say', () => {
    const gate = createTestGate();
    const limits = createRateLimits({}, () => 0);
    for (let i = 0; i < rateDefaults.person.burst; i++) limits.spend(gate.grant());
    assert.throws(() => limits.spend(gate.grant()), refusal('rate-person'));
  });
});
