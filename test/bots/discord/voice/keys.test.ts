import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DAVESession } from '@discordjs/voice';
import { createKeys } from '../../../../src/bots/discord/voice/keys.ts';

function createTestKeys() {
  let nowMs = 0;
  const keys = createKeys({ transitionMilliseconds: 500, now: () => nowMs });
  const pass = (milliseconds: number) => {
    nowMs += milliseconds;
  };
  return { keys, pass };
}

const session = (protocolVersion: number, ready: boolean) => ({ protocolVersion, session: { ready } }) as unknown as DAVESession;

test('without end-to-end encryption, and where the server says there is none, speech may go', () => {
  const { keys } = createTestKeys();
  assert.equal(keys.admits(undefined), true);
  assert.equal(keys.admits(session(0, false)), true);
  assert.equal(keys.waitedMilliseconds, 0);
});

test('with it, nothing goes before the group stands, however long that takes', () => {
  const { keys, pass } = createTestKeys();
  assert.equal(keys.admits(session(1, false)), false);
  pass(100_000);
  assert.equal(keys.admits(session(1, false)), false);
  assert.equal(keys.waitedMilliseconds, 100_000);
});

test('when it stands, speech goes as soon as everybody has the keys, and after a while anyway', () => {
  const told = createTestKeys();
  assert.equal(told.keys.admits(session(1, true)), false);
  told.keys.agreed();
  assert.equal(told.keys.admits(session(1, true)), true);
  const untold = createTestKeys();
  untold.keys.admits(session(1, true));
  untold.pass(499);
  assert.equal(untold.keys.admits(session(1, true)), false);
  untold.pass(1);
  assert.equal(untold.keys.admits(session(1, true)), true);
  assert.equal(untold.keys.waitedMilliseconds, 0);
});

test('a group that is made anew is waited for anew', () => {
  const { keys } = createTestKeys();
  keys.agreed();
  keys.admits(session(1, true));
  assert.equal(keys.admits(session(1, false)), false);
  assert.equal(keys.admits(session(1, true)), false);
});
