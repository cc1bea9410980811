import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opcodes } from '../gateway/opcodes.ts';
import type { Member } from './member.ts';
import { createTransitions } from './transitions.ts';

function setUp(zero = false) {
  const executed: string[] = [];
  const members = ['1', '2', '3'].map(
    (userId): Member => ({
      userId,
      binary() {},
      json(op, d) {
        assert.equal(op, opcodes.executeTransition);
        executed.push(`${userId}: ${(d as { transition_id: number }).transition_id}`);
      },
    }),
  );
  return { executed, members, transitions: createTransitions({ zero: () => zero, changed() {} }) };
}

test('a transition is executed by everybody when the last one is ready', () => {
  const { executed, members, transitions } = setUp();
  const first = transitions.begin(members);
  for (const member of members.slice(0, 2)) transitions.ready(member, first);
  transitions.ready(members[0], first);
  transitions.ready(members[2], first + 1);
  assert.deepEqual([executed, transitions.open], [[], 1]);
  transitions.ready(members[2], first);
  assert.deepEqual([executed, transitions.open], [['1: 1', '2: 1', '3: 1'], 0]);
});

test('nobody waits for those who left', () => {
  const { executed, members, transitions } = setUp();
  const first = transitions.begin(members);
  for (const member of members.slice(1)) transitions.ready(member, first);
  transitions.forget(members[0]);
  assert.deepEqual(executed, ['2: 1', '3: 1']);
});

test('those who are not ready in time are left behind', context => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { executed, members, transitions } = setUp();
  transitions.begin(members);
  context.mock.timers.tick(1999);
  assert.deepEqual(executed, []);
  context.mock.timers.tick(1);
  assert.equal(executed.length, 3);
});

test('transition 0 waits for nobody', () => {
  const { members, transitions } = setUp(true);
  assert.deepEqual([transitions.begin(members), transitions.open], [0, 0]);
});
