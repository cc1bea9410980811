import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLine } from '../../../../src/bots/discord/voice/line.ts';
import { createSpeech } from './speeches.ts';

function createTestLine() {
  const told: string[] = [];
  const line = createLine({
    onPacket: () => told.push('packet'),
    onStart: ({ utterance }) => told.push(`starts ${utterance.id}`),
    onEnd: ({ utterance }, reason) => told.push(`ends ${utterance.id}${reason ? `: ${reason.message}` : ''}`),
  });
  return { line, told, ids: () => line.entries.map(({ utterance }) => utterance.id) };
}

test('utterances are taken one after the other, each from its first to its last packet', async () => {
  const { line, told, ids } = createTestLine();
  const [one, two] = [createSpeech(), createSpeech()];
  for (const speech of [one, two]) {
    speech.say(5);
    speech.end();
    line.add(speech, 'text');
  }
  assert.deepEqual(ids(), [one.id, two.id]);
  const taken: Buffer[] = [];
  while (line.entries.length > 0) {
    const packet = line.take();
    if (packet) taken.push(packet);
    else await nextTurn();
  }
  assert.deepEqual(taken, [...one.packets, ...two.packets]);
  assert.deepEqual(
    told.filter(word => word !== 'packet'),
    [`starts ${one.id}`, `ends ${one.id}`, `starts ${two.id}`, `ends ${two.id}`],
  );
});

test('one that fails while it is heard is gone at once, with what was read ahead', async () => {
  const { line, told, ids } = createTestLine();
  const [one, two] = [createSpeech(), createSpeech()];
  line.add(one, 'text');
  line.add(two, 'text');
  one.say(50);
  two.say(50);
  await nextTurn();
  assert.ok(line.take());
  one.fail(new Error('revoked'));
  await nextTurn();
  assert.deepEqual(ids(), [two.id]);
  assert.deepEqual(line.take(), two.packets[0]);
  assert.ok(told.includes(`ends ${one.id}: revoked`));
});

test('one that fails while it waits leaves the line without having been heard', async () => {
  const { line, ids } = createTestLine();
  const [one, two] = [createSpeech(), createSpeech()];
  line.add(one, 'text');
  line.add(two, 'text');
  two.fail(new Error('late'));
  await nextTurn();
  assert.deepEqual(ids(), [one.id]);
});

test('dropping cancels the speech: the first, or the one that is named', async () => {
  const { line, ids } = createTestLine();
  const speeches = [createSpeech(), createSpeech(), createSpeech()];
  for (const speech of speeches) line.add(speech, 'text');
  const reason = new Error('skipped');
  assert.equal(line.drop(reason, speeches[1].id), true);
  assert.deepEqual(ids(), [speeches[0].id, speeches[2].id]);
  assert.equal(line.drop(reason), true);
  assert.deepEqual(ids(), [speeches[2].id]);
  assert.deepEqual(
    speeches.map(({ cancelledWith }) => cancelledWith),
    [reason, reason, undefined],
  );
  assert.equal(line.drop(reason, 'nobody'), false);
});
