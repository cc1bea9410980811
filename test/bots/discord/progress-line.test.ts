import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgressLine } from '../../../src/bots/discord/show/progress-line.ts';

/** Writes that a test finishes by hand. */
function createWriter() {
  const written: string[] = [];
  const started: (() => void)[] = [];
  let finish = Promise.withResolvers<void>();
  return {
    written,
    async write(text: string) {
      written.push(text);
      started.shift()?.();
      await finish.promise;
    },
    next: () => new Promise<void>(resolve => started.push(resolve)),
    finish() {
      finish.resolve();
      finish = Promise.withResolvers();
    },
  };
}

test('progress shows the newest news only, one at a time', async () => {
  const writer = createWriter();
  const line = createProgressLine(writer.write, 1);
  const first = writer.next();
  line.show('1');
  line.show('2');
  await first;
  for (const text of ['3', '4', '5']) line.show(text);
  assert.deepEqual(writer.written, ['2']);
  const second = writer.next();
  writer.finish();
  await second;
  assert.deepEqual(writer.written, ['2', '5']);
  writer.finish();
  await line.stop();
});

test('progress that is stopped waits for what is being written, and writes nothing more', async () => {
  const writer = createWriter();
  const line = createProgressLine(writer.write, 1);
  const first = writer.next();
  line.show('1');
  await first;
  line.show('2');
  let isStopped = false;
  const stopped = line.stop().then(() => {
    isStopped = true;
  });
  await new Promise(resolve => setImmediate(resolve));
  assert.equal(isStopped, false);
  writer.finish();
  await stopped;
  line.show('3');
  await new Promise(resolve => setTimeout(resolve, 5));
  assert.deepEqual(writer.written, ['1']);
});

test('progress that could not be written does not end it', async () => {
  const writer = createWriter();
  const line = createProgressLine(async text => {
    void writer.write(text);
    throw new Error('not now');
  }, 1);
  for (const text of ['1', '2']) {
    const next = writer.next();
    line.show(text);
    await next;
  }
  await line.stop();
  assert.deepEqual(writer.written, ['1', '2']);
});

test('nothing is shown of what is over at once', async () => {
  const writer = createWriter();
  const line = createProgressLine(writer.write, 60_000);
  line.show('1');
  await line.stop();
  assert.deepEqual(writer.written, []);
});
