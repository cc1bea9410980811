import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFailure } from '../../src/cli/failure.ts';
import { createProgress } from '../../src/cli/progress.ts';
import { EngineBug } from '../../src/engine/failure.ts';
import { Refusal } from '../../src/errors.ts';

test('what a person can mend is bad input, and is said as it stands', () => {
  const failure = toFailure(new Refusal('audio-too-long', 'Too long: 700 s.'), undefined);
  assert.deepEqual(failure, { exitCode: 2, code: 'audio-too-long', message: 'Too long: 700 s.' });
});

test('a bug has an id and shows where, down to its cause', () => {
  const failure = toFailure(new TypeError('x is undefined', { cause: new Error('deep') }), undefined);
  assert.equal(failure.exitCode, 1);
  assert.match(failure.message, /id [0-9a-f]{8}/);
  assert.match(failure.stack ?? '', /TypeError: x is undefined[\s\S]*failure\.test\.ts[\s\S]*caused by: Error: deep/);
});

test('a bug in the engine process keeps the id that its log has', () => {
  const bug = new EngineBug('tone', { kind: 'bug', id: '12345678', message: 'Error: x', frames: '' });
  assert.match(toFailure(bug, undefined).message, /id 12345678/);
});

test('a dead engine is no fault of the input', () => {
  assert.equal(toFailure(new Refusal('engine-died', 'The engine stopped.'), undefined).exitCode, 1);
});

test('whatever is thrown after a stop is the stop', () => {
  assert.equal(toFailure(new Error('aborted'), 'SIGINT').exitCode, 130);
  assert.equal(toFailure(new Refusal('engine-died', ''), 'SIGTERM').exitCode, 143);
});

function fakeStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { written, stream };
}

test('progress on a terminal is there at once and is rewritten', async () => {
  const { written, stream } = fakeStream(true);
  const { value, seconds } = await createProgress(stream).step('listening', async () => {
    assert.deepEqual(written, ['  listening ...']);
    return 7;
  });
  assert.equal(value, 7);
  assert.ok(seconds >= 0);
  assert.ok(written[1].startsWith('\r\x1b[2K  listening '), written[1]);
});

test('progress elsewhere is one plain line per step, also for one that fails', async () => {
  const { written, stream } = fakeStream(false);
  const progress = createProgress(stream);
  await progress.step('listening', async () => {});
  await assert.rejects(
    progress.step('speaking', async () => {
      throw new Error('hoarse');
    }),
    /hoarse/,
  );
  assert.equal(written.length, 2);
  assert.match(written[0], /^ {2}listening +\d+\.\d\d s\n$/);
  assert.match(written[1], /^ {2}speaking +stopped after \d+\.\d\d s\n$/);
});
