import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { Progress, Queue, SpeakHandle } from '../../src/jobs/queue.ts';
import { refusal, soon } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job, settle } from './support.ts';

type CreateQueue = (options: LocalQueueOptions) => Queue;

/** What every queue must do, whatever speaks. Each test ends with all grants released and no fault reported. */
export function queueConformance(name: string, createQueue: CreateQueue): void {
  async function start(context: TestContext, options: Partial<LocalQueueOptions> = {}) {
    const parts = createTestPorts();
    const scripted = createScriptedSpeaker();
    const queue = createQueue({ ...parts.ports, speaker: scripted, ...options });
    context.after(async () => {
      await queue.close();
      assert.equal(parts.gate.openGrants, 0, 'every grant is released');
      assert.deepEqual(parts.faults, []);
      assert.deepEqual(queue.view(), []);
    });
    return { queue, scripted, ...parts };
  }

  describe(`${name}: the way of a job`, () => {
    test('a note is made from the print, the text and the options, and handed out', async context => {
      const { queue, scripted, gate } = await start(context);
      const handle = queue.submit(job('Good morning.', { rate: 1.5, seed: 3 }), gate.grant());
      const speech = await soon(scripted.speech(0), 'the start');
      assert.equal(speech.text, 'Good morning.');
      assert.equal(speech.print.engine, 'tone');
      const { generationId } = handle;
      assert.deepEqual({ ...speech.options }, { language: 'en', rate: 1.5, seed: 3, format: 'ogg', generationId });
      speech.end('sound');
      const spoken = await soon(handle.finished, 'the note');
      assert.ok(spoken.form === 'note' && !spoken.cached);
      assert.equal(Buffer.from(spoken.file).toString(), 'sound');
      assert.match(handle.generationId, /^[0-9a-f]{8}$/);
    });

    test('a file has the format that was asked for, a note is always Opus', async context => {
      const { queue, gate } = await start(context, { speaker: createInstantSpeaker() });
      const file = await queue.submit(job('One.', { format: 'wav' }), gate.grant({ form: 'file' })).finished;
      const note = await queue.submit(job('One.', { format: 'wav' }), gate.grant({ form: 'note' })).finished;
      assert.deepEqual(
        [file, note].map(spoken => [spoken.form, 'format' in spoken && spoken.format]),
        [
          ['file', 'wav'],
          ['note', 'ogg'],
        ],
      );
    });

    test('live speech comes as packets in order, and is finished when the last one was read', async context => {
      const { queue, scripted, gate } = await start(context);
      const handle = queue.submit(job('Hello.'), gate.grant({ form: 'live' }));
      const speech = await scripted.speech(0);
      assert.equal(speech.options.generationId, handle.generationId);
      speech.packets(50);
      speech.end();
      await settle();
      assert.equal(queue.view().length, 1, 'not over before it was read');
      assert.deepEqual(
        await numbers(handle),
        Array.from({ length: 50 }, (_, i) => i),
      );
      const spoken = await soon(handle.finished, 'the end');
      assert.deepEqual({ form: spoken.form, durationSeconds: spoken.durationSeconds }, { form: 'live', durationSeconds: 1 });
    });

    test('packets are there for live speech only, and once', async context => {
      const { queue, gate } = await start(context, { speaker: createInstantSpeaker() });
      const note = queue.submit(job('One.'), gate.grant());
      assert.throws(() => note.packets[Symbol.asyncIterator](), /Only a live job has packets/);
      const live = queue.submit(job('One.'), gate.grant({ form: 'live' }));
      await numbers(live);
      assert.throws(() => live.packets[Symbol.asyncIterator](), /may be read once/);
    });

    test('an engine that fails fails its job, and the next one runs', async context => {
      const { queue, scripted, gate } = await start(context, { running: 1 });
      const first = queue.submit(job('One.'), gate.grant());
      const second = queue.submit(job('Two.'), gate.grant());
      (await scripted.speech(0)).fail(new Error('broken'));
      await assert.rejects(soon(first.finished, 'the failure'), { message: 'broken' });
      (await scripted.speech(1)).end();
      await soon(second.finished, 'the second');
    });

    for (const [form, events] of [
      ['note', 'nothing'],
      ['live', 'packets only'],
    ] as const) {
      test(`an engine that ends with ${events} fails the ${form}`, async context => {
        const silent = {
          async *speakLive() {
            yield { kind: 'packet', packet: Uint8Array.of(1) } as const;
          },
          async *speakFile() {},
        };
        const { queue, gate } = await start(context, { speaker: silent });
        await assert.rejects(queue.submit(job('One.'), gate.grant({ form })).finished, /The speaker ended/);
      });
    }
  });

  describe(`${name}: what is refused at once`, () => {
    for (const { title, request, code } of [
      { title: 'no text', request: job(' '), code: 'text-empty' },
      { title: 'a text without words', request: job('!?'), code: 'text-unspeakable' },
      { title: 'a text that is too long', request: job('a'.repeat(5_001)), code: 'text-too-long' },
      { title: 'a rate beyond the limits', request: job('One.', { rate: 9 }), code: 'rate-out-of-range' },
    ]) {
      test(`${title}: ${code}`, async context => {
        const { queue, gate } = await start(context);
        assert.throws(() => queue.submit(request, gate.grant()), refusal(code));
        assert.equal(gate.openGrants, 0);
      });
    }

    for (const deadlineSeconds of [0, -1, Number.NaN, 1e9]) {
      test(`a deadline of ${deadlineSeconds} s, as a mistake of the program`, async context => {
        const { queue, gate } = await start(context);
        assert.throws(() => queue.submit(job('One.', { deadlineSeconds }), gate.grant()), RangeError);
      });
    }

    test('what the text policy refuses, before it costs anything', async context => {
      const { queue, gate } = await start(context, {
        policy: text => {
          if (text.includes('bank')) throw new Error('not here');
        },
      });
      assert.throws(() => queue.submit(job('My bank.'), gate.grant()), { message: 'not here' });
      assert.deepEqual(queue.view(), []);
    });

    test('a grant that has ended, with its own reason', async context => {
      const { queue, gate } = await start(context);
      const grant = gate.grant();
      gate.revoke('voice-1');
      assert.throws(() => queue.submit(job('One.'), grant), refusal('consent-revoked'));
    });

    for (const { code, limits, allowed, persons, places } of [
      { code: 'queue-full', limits: { waiting: 3 }, allowed: 3, persons: 9, places: 9 },
      { code: 'queue-place-full', limits: { waitingPerPlace: 2 }, allowed: 2, persons: 9, places: 1 },
      { code: 'queue-person-full', limits: { waitingPerPerson: 2 }, allowed: 2, persons: 1, places: 9 },
    ]) {
      test(`one more than may wait: ${code}; room again when one has left`, async context => {
        const { queue, gate, scripted } = await start(context, { running: 1, ...limits });
        const blocker = queue.submit(job('One.'), gate.grant({ personId: 'console:first', placeId: 'console:first' }));
        await scripted.speech(0);
        const ask = (i: number) =>
          queue.submit(job(`Text ${i}.`), gate.grant({ personId: `console:p${i % persons}`, placeId: `console:q${i % places}` }));
        for (let i = 0; i < allowed; i++) ask(i);
        assert.throws(() => ask(allowed), refusal(code));
        blocker.cancel(new Error('enough'));
        await scripted.speech(1);
        ask(allowed);
      });
    }
  });

  describe(`${name}: who is next`, () => {
    test('places take turns, and persons within a place', async context => {
      const speaker = createInstantSpeaker();
      const { queue, gate } = await start(context, { speaker, running: 1 });
      const ask = (placeId: string, personId: string, text: string) =>
        queue.submit(job(text), gate.grant({ placeId, personId })).finished;
      await Promise.all([
        ...['a1', 'a2', 'a3'].map(text => ask('console:a', 'console:ada', text)),
        ask('console:a', 'console:bob', 'a4'),
        ...['b1', 'b2'].map(text => ask('console:b', 'console:cleo', text)),
      ]);
      assert.deepEqual(speaker.texts, ['a1', 'b1', 'a4', 'b2', 'a2', 'a3']);
    });

    test('live goes before notes, notes before files', async context => {
      const speaker = createInstantSpeaker();
      const { queue, gate } = await start(context, { speaker, running: 1 });
      const handles = (['file', 'note', 'live'] as const).map(form => queue.submit(job(form), gate.grant({ form })));
      for await (const _packet of handles[2].packets);
      await Promise.all(handles.map(handle => handle.finished));
      assert.deepEqual(speaker.texts, ['live', 'note', 'file']);
    });

    test('no more run at a time than may', async context => {
      const { queue, scripted, gate } = await start(context, { running: 2 });
      for (const text of ['1', '2', '3', '4']) queue.submit(job(text), gate.grant());
      await settle();
      assert.equal(scripted.speeches.length, 2);
      scripted.speeches[1].end();
      await settle();
      assert.deepEqual(
        scripted.speeches.map(speech => speech.text),
        ['1', '2', '3'],
      );
    });
  });

  describe(`${name}: progress`, () => {
    test('tells the place in the line, the percent, and the end, each once', async context => {
      const { queue, scripted, gate } = await start(context, { running: 1, progressMs: 1 });
      const [first, second] = ['1', '2'].map(text => queue.submit(job(text), gate.grant()));
      const told: Progress[] = [];
      const moved = Promise.withResolvers<void>();
      second.onProgress(progress => {
        told.push(progress);
        if (progress.state === 'queued' && progress.position === 0) moved.resolve();
      });
      (await scripted.speech(0)).say({ kind: 'progress', share: 0.1 });
      await soon(moved.promise, 'the new position');
      first.cancel(new Error('enough'));
      const speech = await scripted.speech(1);
      for (const share of [0.251, 0.258, 0.2, 1]) speech.say({ kind: 'progress', share });
      speech.end();
      await second.finished;
      const brief = told.map(progress =>
        progress.state === 'queued' ? progress.position : progress.state === 'running' ? `${progress.percent} %` : progress.state,
      );
      assert.deepEqual(brief, [1, 0, '0 %', '25 %', '99 %', 'done']);
      for (const progress of told) if ('estimateSeconds' in progress) assert.ok(progress.estimateSeconds >= 0);
    });

    test('a late listener learns the outcome, one that has left learns nothing', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant());
      const states: string[] = [];
      handle.onProgress(({ state }) => states.push(state))();
      await scripted.speech(0);
      const reason = new Error('enough');
      handle.cancel(reason);
      assert.deepEqual(states, ['queued']);
      const late: Progress[] = [];
      handle.onProgress(progress => late.push(progress));
      assert.deepEqual(late, [{ state: 'failed', reason }]);
    });
  });

  describe(`${name}: cancellation`, () => {
    test('of a waiting job: it never runs', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const [first, second] = ['1', '2'].map(text => queue.submit(job(text), gate.grant()));
      await scripted.speech(0);
      second.cancel(new Error('not any more'));
      await assert.rejects(second.finished, { message: 'not any more' });
      scripted.speeches[0].end();
      await first.finished;
      await settle();
      assert.equal(scripted.speeches.length, 1);
    });

    test('of a running job: the engine is told and the next one starts', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const [first] = ['1', '2'].map(text => queue.submit(job(text), gate.grant()));
      const speech = await scripted.speech(0);
      first.cancel(new Error('stop'));
      await assert.rejects(first.finished, { message: 'stop' });
      await soon(scripted.speech(1), 'the second');
      assert.ok(speech.signal.aborted && speech.isOver);
    });

    test('of a finished job: nothing happens', async context => {
      const { queue, gate } = await start(context, { speaker: createInstantSpeaker() });
      const handle = queue.submit(job('1'), gate.grant());
      await handle.finished;
      handle.cancel(new Error('too late'));
      await handle.finished;
    });

    test('of all jobs that match, and no others', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const handles = ['ada', 'bob', 'ada'].map(name => queue.submit(job('1'), gate.grant({ personId: `console:${name}` })));
      await scripted.speech(0);
      assert.equal(
        queue.cancel(({ grant }) => grant.personId === 'console:ada', new Error('stop')),
        2,
      );
      await assert.rejects(handles[2].finished, { message: 'stop' });
      (await scripted.speech(1)).end();
      await handles[1].finished;
    });

    test('by a listener who stops reading', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant({ form: 'live' }));
      (await scripted.speech(0)).packets(3);
      for await (const _packet of handle.packets) break;
      await assert.rejects(handle.finished, refusal('job-cancelled'));
      assert.ok(scripted.speeches[0].signal.aborted);
    });
  });
}

async function numbers(handle: SpeakHandle): Promise<number[]> {
  return (await Array.fromAsync(handle.packets)).map(([number]) => number);
}
