import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempts } from '../../../../src/bots/discord/voice/attempts.ts';

function createTestAttempts() {
  let nowMs = 0;
  const attempts = createAttempts({ attempts: 5, retrySeconds: 1, stableSeconds: 60, now: () => nowMs, random: () => 1 });
  const pass = (seconds: number) => {
    nowMs += seconds * 1000;
  };
  return { attempts, pass };
}

test('pauses double, and there are five', () => {
  const { attempts } = createTestAttempts();
  const pauses = Array.from({ length: 7 }, () => attempts.next());
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, undefined, undefined]);
});

test('a connection that holds has its attempts back, one that breaks soon has not', () => {
  const { attempts, pass } = createTestAttempts();
  attempts.next();
  attempts.succeeded();
  pass(59);
  assert.equal(attempts.next(), 2000);
  attempts.succeeded();
  pass(60);
  assert.equal(attempts.next(), 1000);
});

test('pauses vary by a quarter', () => {
  const options = { attempts: 5, retrySeconds: 1, stableSeconds: 60, now: () => 0 };
  assert.equal(createAttempts({ ...options, random: () => 0 }).next(), 750);
});
