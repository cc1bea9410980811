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

test('key packages that were made before the group began anew are not used', async () => {
  const channel = makeChannel();
  const ghosts = ['1', '2'].map(userId => channel.ghost(userId));
  channel.group.recreate();
  channel.group.recreate();
  await settled(channel.group);
  assert.equal(ghosts[0].voicePrivacyCode, ghosts[1].voicePrivacyCode);
  assert.equal(channel.group.epoch, 1);
});

test('whoever asks again before it was added is added once, with the later key package', async () => {
  const channel = makeChannel();
  const first = channel.ghost('1');
  const second = channel.ghost('2', { commits: false });
  channel.ghost('3');
  second.recover();
  await settled(channel.group);
  assert.deepEqual([...channel.group.userIds].sort(), ['1', '2', '3']);
  assert.equal(first.voicePrivacyCode, second.voicePrivacyCode);
});

test('the second one can make the first commit', async () => {
  const channel = makeChannel();
  channel.ghost('1', { commits: false });
  channel.ghost('2');
  await settled(channel.group);
  assert.deepEqual(channel.group.userIds, ['2', '1']);
});

test('whoever waits is added by the one who is left', async () => {
  const channel = makeChannel();
  channel.ghost('1');
  const second = channel.ghost('2');
  await settled(channel.group);
  channel.ghost('3', { commits: false });
  await turn(); // its key package was proposed, the commit is on its way
  second.leave();
  await settled(channel.group);
  assert.deepEqual(channel.group.userIds, ['1', '3']);
});

const user = fc.integer({ min: 1, max: 4 });
/** What happens in a channel, in whatever order and however fast. A turn lets one round of answers through. */
const step = fc.oneof(
  fc.record({ act: fc.constantFrom('come' as const, 'leave' as const, 'recover' as const), user }),
  fc.record({ act: fc.constantFrom('settle' as const, 'recreate' as const, 'turn' as const), user: fc.constant(0) }),
);

const turn = () => new Promise(resolve => setImmediate(resolve));

test('whatever happens, everybody ends up in one group', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
      const channel = makeChannel();
      const { group } = channel;
      const ghosts = new Map<number, ReturnType<Channel['ghost']>>();
      for (const { act, user: number } of steps) {
        const ghost = ghosts.get(number);
        if (act === 'settle') await settled(group);
        if (act === 'turn') await turn();
        if (act === 'recreate') group.recreate();
        if (act === 'recover') ghost?.recover();
        if (act === 'come' && !ghost) ghosts.set(number, channel.ghost(`${number}`));
        if (act === 'leave' && ghosts.delete(number)) ghost?.leave();
      }
      await turn(); // until the server knows of the last step
      await settled(group);
      const here = [...ghosts.values()];
      if (here.length < 2) return;
      assert.deepEqual([...group.userIds].sort(), here.map(({ userId }) => userId).sort());
      assert.equal(new Set(here.map(({ voicePrivacyCode }) => voicePrivacyCode)).size, 1);
      assert.ok(here.every(({ isReady, epoch }) => isReady && epoch === group.epoch));
      group.stop();
    }),
    { numRuns: 30 },
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
