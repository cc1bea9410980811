import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createReadAhead, readAheadPackets } from '../../../../src/bots/discord/voice/read-ahead.ts';

function createSource(count: number, failAt = Number.POSITIVE_INFINITY) {
  const source = { read: 0, isLeft: false };
  const packets = (async function* () {
    try {
      for (let index = 0; index < count; index++) {
        if (index === failAt) throw new Error('revoked');
        source.read++;
        yield Uint8Array.of(index, 1, 2);
      }
    } finally {
      source.isLeft = true;
    }
  })();
  return { source, packets };
}

/** Promises that are due have settled. */
const settle = () => nextTurn();

test('only a few packets are read ahead, all come in order, and the end is told once they were read', async () => {
  const { source, packets } = createSource(20);
  let ends = 0;
  const ahead = createReadAhead(packets, { onPacket: () => {}, onEnd: () => ends++ });
  await settle();
  assert.equal(source.read, readAheadPackets);
  const taken: number[] = [];
  while (!ahead.isOver) {
    const packet = ahead.take();
    if (packet) taken.push(packet[0]);
    else await settle();
  }
  assert.deepEqual(
    taken,
    Array.from({ length: 20 }, (_, index) => index),
  );
  assert.equal(ends, 1);
});

test('packets are Buffers over the same bytes', async () => {
  const bytes = Uint8Array.of(9, 8, 7, 6, 5);
  const packets = (async function* () {
    yield bytes.subarray(1, 4);
  })();
  const ahead = createReadAhead(packets, { onPacket: () => {}, onEnd: () => {} });
  await settle();
  const packet = ahead.take();
  assert.ok(Buffer.isBuffer(packet));
  assert.deepEqual([...packet], [8, 7, 6]);
  assert.equal(packet.buffer, bytes.buffer);
});

test('nothing is left of a speech that fails', async () => {
  const { packets } = createSource(20, 2);
  const ends: unknown[] = [];
  const ahead = createReadAhead(packets, { onPacket: () => {}, onEnd: reason => ends.push(reason?.message) });
  await settle();
  assert.equal(ahead.take(), undefined);
  assert.equal(ahead.isOver, true);
  assert.deepEqual(ends, ['revoked']);
});

test('who stops leaves the source, and hears nothing more', async () => {
  const { source, packets } = createSource(20);
  let ends = 0;
  const ahead = createReadAhead(packets, { onPacket: () => {}, onEnd: () => ends++ });
  await settle();
  ahead.stop();
  await settle();
  assert.equal(source.isLeft, true);
  assert.equal(ahead.take(), undefined);
  assert.equal(ends, 0);
});
