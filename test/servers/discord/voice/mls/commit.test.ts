import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAVESession } from '@snazzah/davey';
import { readCommitWelcome } from './commit.ts';
import { createExternalSender, groupIdOf } from './external-sender.ts';
import { readKeyPackage } from './key-package.ts';
import { vector } from './presentation.ts';
import { readWelcome } from './welcome.ts';

const channelId = '200';

/** What a real client answers when two users are to be added to its group of one. */
function twoAdded() {
  const sender = createExternalSender();
  const keyPackages = ['2', '3'].map(userId => readKeyPackage(new DAVESession(1, userId, channelId).getSerializedKeyPackage()));
  const state = { groupId: groupIdOf(channelId), epoch: 0n };
  const proposals = keyPackages.map(keyPackage => sender.add(state, keyPackage));
  const founder = new DAVESession(1, '1', channelId);
  founder.setExternalSender(sender.announcement);
  founder.getSerializedKeyPackage();
  const { commit, welcome } = founder.processProposals(0, vector(...proposals.map(({ message }) => message)), ['2', '3']);
  return { keyPackages, proposals, commitBytes: commit!, welcomeBytes: welcome! };
}

test('a commit tells its proposals, and where its welcome begins', () => {
  const { proposals, commitBytes, welcomeBytes } = twoAdded();
  const read = readCommitWelcome(Buffer.concat([commitBytes, welcomeBytes]));
  assert.deepEqual(read.commit.bytes, commitBytes);
  assert.deepEqual(read.welcomeBytes, welcomeBytes);
  assert.deepEqual(
    read.commit.references,
    proposals.map(({ reference }) => reference),
  );
  assert.deepEqual([read.commit.epoch, read.commit.senderLeaf], [0n, 0]);
  assert.deepEqual(read.commit.groupId, groupIdOf(channelId));
  assert.equal(readCommitWelcome(commitBytes).welcomeBytes, undefined);
});

test('a commit that is cut, or of another kind, is refused', () => {
  const { commitBytes } = twoAdded();
  assert.throws(() => readCommitWelcome(commitBytes.subarray(0, -1)), /MLS/);
  for (const [index, what] of [
    [1, 'version'],
    [3, 'wire format'],
    [21, 'sender type'],
  ] as const) {
    const wrong = Buffer.from(commitBytes);
    wrong[index] += 1;
    assert.throws(() => readCommitWelcome(wrong), new RegExp(what));
  }
});

test('each newcomer gets the welcome with its own secret only', () => {
  const { keyPackages, welcomeBytes } = twoAdded();
  const welcome = readWelcome(welcomeBytes);
  const references = keyPackages.map(({ reference }) => reference);
  assert.deepEqual(welcome.references, references);
  for (const reference of references) {
    const own = welcome.for(reference);
    assert.deepEqual(readWelcome(own).references, [reference]);
    assert.ok(own.length < welcomeBytes.length);
  }
  assert.throws(() => welcome.for(Buffer.alloc(32)), /without a secret/);
});
