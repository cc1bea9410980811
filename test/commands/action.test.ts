import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionDefaults, createActions } from '../../src/commands/action.ts';
import { refusal } from '../engine/support.ts';

let nowMs = Date.UTC(2027, 0, 1);
const actions = createActions(Buffer.alloc(32, 7), () => nowMs);
const press = { command: 'consent', verb: 'ask', argument: 'abcdefghijklmnopqrstuvwxyz' };

test('an action comes back as it was made, in at most 64 bytes', () => {
  const action = actions.make(press, { for: 'discord:123456789012345678' });
  assert.ok(Buffer.byteLength(action) <= actionDefaults.maximumBytes, action);
  assert.deepEqual(actions.read(action, 'discord:123456789012345678'), press);
});

test('an action that is for somebody is refused to everybody else', () => {
  const action = actions.make(press, { for: 'console:ada' });
  assert.throws(() => actions.read(action, 'console:bob'), refusal('action-not-yours'));
});

test('an action for all may be pressed by all', () => {
  assert.deepEqual(actions.read(actions.make(press), 'console:bob'), press);
});

test('any byte that is changed is noticed', () => {
  const action = actions.make(press, { for: 'console:ada' });
  for (let at = 0; at < action.length; at++) {
    const changed = `${action.slice(0, at)}${action[at] === 'a' ? 'b' : 'a'}${action.slice(at + 1)}`;
    assert.throws(() => actions.read(changed, 'console:ada'), refusal('action-unknown'), changed);
  }
});

test('what is no action at all is refused', () => {
  for (const text of [
    '',
    'clone',
    'a:b:c',
    `${'x'.repeat(5000)}:y:z~1~~tag`,
    '__proto__:x:y~zz~~AAAAAAAA',
    'clone:agree:new~~~',
  ]) {
    assert.throws(() => actions.read(text, 'console:ada'), refusal('action-unknown'), text);
  }
});

test('an action ends with its lifetime', () => {
  const action = actions.make(press, { lifetimeMinutes: 10 });
  nowMs += 9 * 60_000;
  assert.deepEqual(actions.read(action, 'console:ada'), press);
  nowMs += 2 * 60_000;
  assert.throws(() => actions.read(action, 'console:ada'), refusal('action-expired'));
});

test('another key makes and reads other actions', () => {
  const others = createActions(Buffer.alloc(32, 8), () => nowMs);
  assert.throws(() => others.read(actions.make(press), 'console:ada'), refusal('action-unknown'));
});

test('what would not fit a button is a bug, not a broken button', () => {
  assert.throws(() => actions.make({ ...press, argument: 'ä'.repeat(26) }), TypeError);
  assert.throws(() => actions.make({ ...press, argument: 'a~b' }), TypeError);
});
