import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createActions } from '../../src/commands/action.ts';
import { textsIn } from '../../src/commands/catalogues.ts';
import type { Tools } from '../../src/commands/command.ts';
import type { Reply } from '../../src/commands/reply.ts';
import { speak } from '../../src/commands/speech.ts';
import { Refusal } from '../../src/errors.ts';
import type { Progress, SpeakHandle, Spoken } from '../../src/jobs/queue.ts';
import type { Voice } from '../../src/voices/voices.ts';
import { refusal } from '../engine/support.ts';
import { requestFor, textOf } from './requests.ts';

const voice = { id: 'v'.repeat(26), owner: 'console:bob', name: 'Bob', language: 'en', designed: false } as Voice;
const note: Spoken = {
  form: 'note',
  cached: false,
  file: new Uint8Array(3),
  durationSeconds: 1,
  waveform: new Uint8Array(256),
  format: 'ogg',
  firstAudioSeconds: 0,
};

/** A job that a test moves by hand. */
function createJob() {
  const finished = Promise.withResolvers<Spoken>();
  finished.promise.catch(() => {});
  let listener: (progress: Progress) => void = () => {};
  const calls: string[] = [];
  const handle = {
    id: 'job',
    finished: finished.promise,
    onProgress(given: typeof listener) {
      listener = given;
      return () => void calls.push('unlistened');
    },
    answered: () => void calls.push('answered'),
    cancel: () => void calls.push('cancelled'),
  } as unknown as SpeakHandle;
  return { handle, calls, finished, tell: (progress: Progress) => listener(progress) };
}

function toolsFor(handle: SpeakHandle, options: { mayStill?: () => boolean; tellUses?: boolean } = {}): Tools {
  return {
    consent: {
      grant() {
        if (options.mayStill?.() === false) throw new Refusal('consent-revoked', 'Ended.');
        return {};
      },
      release() {},
    },
    queue: { submit: () => handle },
    texts: textsIn('en'),
    textsFor: async () => textsIn('de'),
    settings: { person: async () => ({ tellUses: options.tellUses ?? false }) },
    actions: createActions(Buffer.alloc(32), () => 0),
  } as unknown as Tools;
}

const wish = { voice, text: 'hello', language: 'en', form: 'note' } as const;

describe('speech', () => {
  test('shows the newest progress only, then the note with its label, and is answered when that is out', async () => {
    const { handle, calls, finished, tell } = createJob();
    const replies = speak(wish, requestFor('say'), toolsFor(handle));
    const first = replies.next();
    tell({ state: 'queued', position: 3, estimateSeconds: 12 });
    assert.equal(textOf((await first).value as Reply), 'Waiting: number 3 in line, about 12 seconds.');
    tell({ state: 'running', percent: 10, estimateSeconds: 4 });
    tell({ state: 'running', percent: 60, estimateSeconds: 0.2 });
    assert.equal(textOf((await replies.next()).value as Reply), 'Speaking: 60 %, about 1 second left.');
    finished.resolve(note);
    tell({ state: 'done' });
    const given = (await replies.next()).value as Extract<Reply, { kind: 'note' }>;
    assert.equal(given.label, 'AI voice “Bob” of somebody, requested by Ada');
    assert.deepEqual(calls, ['unlistened']);
    assert.equal((await replies.next()).done, true);
    assert.deepEqual(calls, ['unlistened', 'answered', 'cancelled']);
  });

  test('that was made is not given out when the permission ended meanwhile', async () => {
    const { handle, calls, finished, tell } = createJob();
    let may = true;
    const all = Array.fromAsync(speak(wish, requestFor('say'), toolsFor(handle, { mayStill: () => may })));
    await Promise.resolve();
    may = false;
    finished.resolve(note);
    tell({ state: 'done' });
    await assert.rejects(all, refusal('consent-revoked'));
    assert.ok(!calls.includes('answered'));
  });

  test('is cancelled when nobody waits for it any more', async () => {
    const { handle, calls, tell } = createJob();
    const replies = speak(wish, requestFor('say'), toolsFor(handle));
    const first = replies.next();
    tell({ state: 'queued', position: 1, estimateSeconds: 1 });
    await first;
    await replies.return(undefined);
    assert.deepEqual(calls, ['unlistened', 'cancelled']);
  });

  test('is told to the owner, in their language, where they wish it', async () => {
    const { handle, finished, tell } = createJob();
    const all = Array.fromAsync(speak(wish, requestFor('say'), toolsFor(handle, { tellUses: true })));
    await Promise.resolve();
    finished.resolve(note);
    tell({ state: 'done' });
    const told = (await all).at(-1) as Extract<Reply, { kind: 'notify' }>;
    assert.equal(told.personId, 'console:bob');
    assert.match(told.text, /^Ada hat deine Stimme „Bob“ in Den genutzt/);
  });

  test('begins nothing for a request that is over', async () => {
    const { handle } = createJob();
    const request = requestFor('say', { signal: AbortSignal.abort(new Refusal('job-cancelled', 'Gone.')) });
    await assert.rejects(Array.fromAsync(speak(wish, request, toolsFor(handle))), refusal('job-cancelled'));
  });
});
