import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { writePrint } from '../../src/engine/print.ts';
import { createSpeechCache } from '../../src/jobs/cache.ts';
import { createLocalQueue, type LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { Spoken } from '../../src/jobs/queue.ts';
import type { Speaker } from '../../src/jobs/speaker.ts';
import { refusal, soon } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job, settle } from './support.ts';

function start(context: TestContext, options: Partial<LocalQueueOptions> = {}) {
  const parts = createTestPorts();
  const instant = createInstantSpeaker();
  const queue = createLocalQueue({ ...parts.ports, speaker: instant, ...options });
  context.after(async () => {
    await queue.close();
    assert.equal(parts.gate.openGrants, 0);
  });
  return { queue, instant, ...parts };
}

const isCached = (spoken: Spoken) => spoken.form !== 'live' && spoken.cached;

describe('what was made before', () => {
  test('is handed out again, with a use of its own', async context => {
    const { queue, gate, instant, uses } = start(context);
    const [first, second] = ['console:ada', 'console:bob'].map(personId => gate.grant({ personId }));
    const one = queue.submit(job('Hello.'), first);
    assert.ok(!isCached(await one.finished));
    const two = queue.submit(job('Hello.'), second);
    assert.ok(isCached(await two.finished));
    assert.deepEqual(instant.texts, ['Hello.']);
    assert.deepEqual(
      uses.map(({ generationId, grant }) => [generationId, grant.personId]),
      [
        [one.generationId, 'console:ada'],
        [two.generationId, 'console:bob'],
      ],
    );
    assert.deepEqual(
      uses.map(({ mark }) => mark),
      [undefined, one.generationId],
      'the sound carries the mark that it was made with',
    );
  });

  for (const { title, change, voiceId = 'voice-1' } of [
    { title: 'another text', change: { text: 'Hello!' } },
    { title: 'another language', change: { language: 'de' } },
    { title: 'another rate', change: { rate: 1.2 } },
    { title: 'another seed', change: { seed: 5 } },
    { title: 'another format', change: { format: 'wav' as const } },
    { title: 'another voice', change: {}, voiceId: 'voice-2' },
  ]) {
    test(`is not handed out for ${title}`, async context => {
      const { queue, gate } = start(context);
      await queue.submit(job('Hello.'), gate.grant({ form: 'file' })).finished;
      const other = queue.submit({ ...job('Hello.'), ...change }, gate.grant({ form: 'file', voiceId }));
      assert.ok(!isCached(await other.finished));
    });
  }

  test('is not handed out for a voice that was made anew', async context => {
    let version = 0;
    const print = async () => writePrint({ engine: 'tone', format: 1, language: 'en', data: Uint8Array.of(version) });
    const { queue, gate } = start(context, { print });
    await queue.submit(job('Hello.'), gate.grant()).finished;
    version = 1;
    assert.ok(!isCached(await queue.submit(job('Hello.'), gate.grant()).finished));
  });

  test('is asked for through the gate and the buckets like anything else', async context => {
    const rates = { person: { burst: 2, secondsPerToken: 60 } };
    const { queue, gate } = start(context, { rates });
    await queue.submit(job('Hello.'), gate.grant()).finished;
    await queue.submit(job('Hello.'), gate.grant()).finished;
    assert.throws(() => queue.submit(job('Hello.'), gate.grant()), refusal('rate-person'));
    gate.revokeSilently('voice-1');
    const other = gate.grant({ personId: 'console:bob' });
    await assert.rejects(queue.submit(job('Hello.'), other).finished, refusal('consent-revoked'));
  });

  test('is gone once its voice is forgotten', async context => {
    const { queue, gate } = start(context);
    for (const voiceId of ['voice-1', 'voice-2']) await queue.submit(job('Hello.'), gate.grant({ voiceId })).finished;
    queue.forgetVoice('voice-1');
    assert.ok(!isCached(await queue.submit(job('Hello.'), gate.grant()).finished));
    assert.ok(isCached(await queue.submit(job('Hello.'), gate.grant({ voiceId: 'voice-2' })).finished));
  });

  test('is not kept where the engine broke it off', async context => {
    const whole = createInstantSpeaker();
    const notes = [{ piece: 0, fault: 'threw', outcome: 'cut-off' }] as const;
    const speaker: Speaker = {
      ...whole,
      async *speakFile(...given) {
        for await (const event of whole.speakFile(...given)) yield event.kind === 'end' ? { ...event, notes } : event;
      },
    };
    const { queue, gate } = start(context, { speaker });
    for (const _ of [1, 2]) assert.ok(!isCached(await queue.submit(job('Hello.'), gate.grant()).finished));
  });
});

describe('identical jobs at the same time', () => {
  function together(context: TestContext, options: Partial<LocalQueueOptions> = {}) {
    const scripted = createScriptedSpeaker();
    return { ...start(context, { speaker: scripted, running: 2, ...options }), scripted };
  }

  test('are made once, and each is on record', async context => {
    const { queue, gate, scripted, uses } = together(context);
    const handles = [1, 2].map(() => queue.submit(job('Hello.'), gate.grant()));
    (await scripted.speech(0)).end();
    await Promise.all(handles.map(handle => handle.finished));
    assert.equal(scripted.speeches.length, 1);
    assert.equal(new Set(uses.map(use => use.generationId)).size, 2);
    assert.equal(scripted.speeches[0].options.generationId, handles[0].generationId);
    assert.deepEqual(
      handles.map(({ generationId }) => uses.find(use => use.generationId === generationId)?.mark),
      [undefined, handles[0].generationId],
    );
  });

  for (const leaver of [0, 1]) {
    test(`the grant of number ${leaver} ends: the other gets its speech`, async context => {
      const { queue, gate, scripted } = together(context);
      const grants = [gate.grant(), gate.grant()];
      const handles = grants.map(grant => queue.submit(job('Hello.'), grant));
      const speech = await scripted.speech(0);
      await settle();
      gate.end(grants[leaver]);
      await assert.rejects(handles[leaver].finished, refusal('consent-revoked'));
      await settle();
      assert.ok(!speech.signal.aborted);
      speech.end();
      await soon(handles[1 - leaver].finished, 'the other');
    });
  }

  test('stop when nobody is left, and the next one begins anew', async context => {
    const { queue, gate, scripted } = together(context);
    const handles = [1, 2].map(() => queue.submit(job('Hello.'), gate.grant()));
    const speech = await scripted.speech(0);
    await settle();
    for (const handle of handles) handle.cancel(new Error('enough'));
    const next = queue.submit(job('Hello.'), gate.grant());
    (await soon(scripted.speech(1), 'a new speech')).end();
    await next.finished;
    assert.ok(speech.signal.aborted && speech.isOver);
  });

  test('take one slot, which is free when the work is over and not before', async context => {
    const { queue, gate, scripted } = together(context);
    const texts = ['Hello.', 'Hello.', 'Other.', 'Third.'];
    const handles = texts.map(text => queue.submit(job(text), gate.grant()));
    await settle();
    assert.deepEqual(
      scripted.speeches.map(speech => speech.text),
      ['Hello.', 'Other.'],
    );
    handles[0].cancel(new Error('the one who began it'));
    await settle();
    assert.equal(scripted.speeches.length, 2);
    handles[1].cancel(new Error('the last one'));
    await soon(scripted.speech(2), 'the third');
  });

  test('fail together where the engine fails', async context => {
    const { queue, gate, scripted } = together(context);
    const handles = [1, 2].map(() => queue.submit(job('Hello.'), gate.grant()));
    (await scripted.speech(0)).fail(new Error('broken'));
    for (const handle of handles) await assert.rejects(handle.finished, { message: 'broken' });
  });

  test('are not joined with what is made of a forgotten voice', async context => {
    const { queue, gate, scripted } = together(context);
    const first = queue.submit(job('Hello.'), gate.grant());
    await scripted.speech(0);
    queue.forgetVoice('voice-1');
    await assert.rejects(first.finished, refusal('consent-revoked'));
    const second = queue.submit(job('Hello.'), gate.grant());
    (await scripted.speech(1)).end('second');
    const spoken = await second.finished;
    assert.ok('file' in spoken && Buffer.from(spoken.file).toString() === 'second');
  });
});

describe('the cache', () => {
  const file = (bytes: number) => ({
    file: {
      file: new Uint8Array(bytes),
      format: 'ogg' as const,
      durationSeconds: 1,
      waveform: new Uint8Array(256),
      firstAudioSeconds: 0,
    },
    mark: '0123abcd',
  });

  test('holds no more bytes than it may, and drops what was not used for longest', () => {
    const cache = createSpeechCache(10_000);
    for (const key of ['a', 'b', 'c']) cache.put(key, 'voice', file(2_000));
    cache.get('a');
    cache.put('d', 'voice', file(2_000));
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map(key => cache.get(key) !== undefined),
      [true, false, true, true],
    );
    assert.ok(cache.bytes <= 10_000);
  });

  test('leaves out what is larger than itself', () => {
    const cache = createSpeechCache(10_000);
    cache.put('a', 'voice', file(20_000));
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.bytes, 0);
  });

  test('forgets a voice whole, and no other', () => {
    const cache = createSpeechCache(100_000);
    for (const key of ['a', 'b']) cache.put(key, 'voice-1', file(100));
    cache.put('c', 'voice-2', file(100));
    cache.forgetVoice('voice-1');
    assert.deepEqual(
      ['a', 'b', 'c'].map(key => cache.get(key) !== undefined),
      [false, false, true],
    );
  });

  test('has keys that hold nothing of the text, and are others in each process', () => {
    const speech = { voiceId: 'v', version: '1', text: 'secret', options: { language: 'en', format: 'ogg' } };
    const [one, other] = [createSpeechCache(1_000), createSpeechCache(1_000)];
    assert.equal(one.keyOf(speech), one.keyOf({ ...speech, options: { ...speech.options, rate: 1, seed: 0 } }));
    assert.notEqual(one.keyOf(speech), other.keyOf(speech));
    assert.ok(!one.keyOf(speech).includes('secret'));
  });
});
