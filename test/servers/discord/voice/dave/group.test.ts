import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAVESession } from '@snazzah/davey';
import fc from 'fast-check';
import { type Channel, createChannel } from '../channel.ts';
import { opcodes } from '../gateway/opcodes.ts';
import { createWaits } from '../waits.ts';
import { createGhost } from './ghost.ts';
import { createGroup, type Group } from './group.ts';
import type { Member } from './member.ts';
import { type Provocation, provoke } from './provocations.ts';

const channelId = '200';
const waits = createWaits();
const settled = (group: Group) =>
  waits.until(
    () => group.isSettled,
    () => `epoch ${group.epoch} of ${group.userIds}`,
  );

/** A channel without sockets. */
function makeChannel(version = 1): Channel {
  const group = createGroup({ channelId, version, usesTransitionZero: () => false, changed: waits.changed });
  const socket = { port: 0, forward() {}, close: async () => {} };
  return createChannel({ id: channelId, socket, group, changed: waits.changed });
}

test('five who come at once are one group', async () => {
  const channel = makeChannel();
  const ghosts = ['1', '2', '3', '4', '5'].map(userId => channel.ghost(userId));
  await settled(channel.group);
  assert.equal(channel.group.userIds.length, 5);
  assert.equal(new Set(ghosts.map(({ voicePrivacyCode }) => voicePrivacyCode)).size, 1);
  assert.ok(ghosts.every(({ isReady, epoch }) => isReady && epoch === channel.group.epoch));
});

test('whoever comes again gets the leaf that became free', async () => {
  const channel = makeChannel();
  const [, second] = ['1', '2', '3'].map(userId => channel.ghost(userId));
  await settled(channel.group);
  const before = channel.group.userIds;
  second.leave();
  await settled(channel.group);
  assert.deepEqual(
    channel.group.userIds,
    before.filter(userId => userId !== '2'),
  );
  const again = channel.ghost('2');
  await settled(channel.group);
  assert.deepEqual(channel.group.userIds, before);
  assert.equal(again.isReady, true);
});

test('the last one begins anew, and makes a group with the next one', async () => {
  const channel = makeChannel();
  const [first, second] = ['1', '2'].map(userId => channel.ghost(userId));
  await settled(channel.group);
  second.leave();
  assert.equal(channel.group.epoch, undefined);
  const third = channel.ghost('3');
  await settled(channel.group);
  assert.equal(channel.group.epoch, 1);
  assert.equal(first.voicePrivacyCode, third.voicePrivacyCode);
});

/** What happens in a channel, in whatever order and however fast. */
const step = fc.oneof(
  fc.record({ act: fc.constant('come' as const), user: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('leave' as const), user: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('recover' as const), user: fc.integer({ min: 1, max: 5 }) }),
  fc.constant({ act: 'settle' as const }),
  fc.constant({ act: 'recreate' as const }),
  fc.constant({ act: 'turn' as const }),
);

test('whatever happens, everybody ends up in one group', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
      const channel = makeChannel();
      const { group } = channel;
      const ghosts = new Map<number, ReturnType<Channel['ghost']>>();
      for (const item of steps) {
        if (item.act === 'settle') await settled(group);
        if (item.act === 'turn') await new Promise(resolve => setImmediate(resolve));
        if (item.act === 'recreate') group.recreate();
        if (!('user' in item)) continue;
        const ghost = ghosts.get(item.user);
        if (item.act === 'come' && !ghost) ghosts.set(item.user, channel.ghost(`${item.user}`));
        if (item.act === 'leave') ghost?.leave();
        if (item.act === 'leave') ghosts.delete(item.user);
        if (item.act === 'recover') ghost?.recover();
      }
      await settled(group);
      const here = [...ghosts.values()];
      if (here.length < 2) return;
      assert.deepEqual([...group.userIds].sort(), here.map(({ userId }) => userId).sort());
      assert.equal(new Set(here.map(({ voicePrivacyCode }) => voicePrivacyCode)).size, 1);
      assert.ok(here.every(({ isReady, epoch }) => isReady && epoch === group.epoch));
      group.stop();
    }),
    { numRuns: 25 },
  );
});

const provocations: readonly { provocation: Provocation; message: RegExp }[] = [
  { provocation: 'unexpected-user', message: /UnexpectedUser/ },
  { provocation: 'bad-signature', message: /InvalidSignature/ },
  { provocation: 'wrong-epoch', message: /WrongEpoch/ },
  { provocation: 'wrong-group', message: /WrongGroupId/ },
  { provocation: 'remove-self', message: /./ },
  { provocation: 'unreadable-proposals', message: /./ },
  { provocation: 'external-sender-again', message: /AlreadyInGroup/ },
  { provocation: 'unreadable-external-sender', message: /./ },
];

for (const { provocation, message } of provocations) {
  test(`no client processes the provocation "${provocation}"`, async () => {
    const { group } = makeChannel();
    const [{ member }] = ['1', '2'].map(userId => {
      const ghost = createGhost({ userId, channelId, group, leave() {} }, {});
      ghost.member.json(opcodes.clientsConnect, { user_ids: ['1', '2'] });
      group.enter(ghost.member);
      ghost.begin();
      return ghost;
    });
    await waits.until(
      () => group.epoch === 1 && group.isSettled,
      () => 'no group',
    );
    assert.throws(() => provoke(provocation, { member, group, channelId }), message);
  });
}

test('what no client may send is refused', () => {
  const { group } = makeChannel();
  const member: Member = { userId: '1', json() {}, binary() {} };
  group.enter(member);
  const another = new DAVESession(1, '9', channelId).getSerializedKeyPackage();
  assert.throws(() => group.keyPackage(member, another), { code: 4002, message: /key package of user 9/ });
  assert.throws(() => group.keyPackage(member, Buffer.of(1, 2, 3)), { code: 4002 });
  assert.throws(() => group.commitWelcome(member, Buffer.of(1, 2, 3)), { code: 4002 });
});
