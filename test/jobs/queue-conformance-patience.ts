import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { refusal, soon } from '../engine/support.ts';
import { createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job, settle } from './support.ts';

type CreateQueue = (options: LocalQueueOptions) => Queue;

/** What every queue must do so that nothing hangs: slow listeners, silent engines, the end of the program. */
export function queuePatienceConformance(name: string, createQueue: CreateQueue): void {
  async function start(context: TestContext, options: Partial<LocalQueueOptions> = {}) {
    const parts = createTestPorts();
    const scripted = createScriptedSpeaker();
    const queue = createQueue({ ...parts.ports, speaker: scripted, ...options });
    context.after(async () => {
      await queue.close();
      assert.equal(parts.gate.openGrants, 0, 'every grant is released');
    });
    return { queue, scripted, ...parts };
  }

  describe(`${name}: nothing hangs`, () => {
    test('live speech is made ahead of its listener by one window, and goes on when half of it is read', async context => {
      const { queue, gate, scripted } = await start(context, { windowPackets: 10 });
      const handle = queue.submit(job('1'), gate.grant({ form: 'live' }));
      const speech = await scripted.speech(0);
      speech.packets(100);
      await settle(50);
      assert.equal(speech.taken, 10);
      const reader = handle.packets[Symbol.asyncIterator]();
      for (let i = 0; i < 4; i++) await reader.next();
      await settle(50);
      assert.equal(speech.taken, 10);
      await reader.next();
      await settle(50);
      assert.equal(speech.taken, 15);
    });

    test('a listener who does not come blocks nobody', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1, windowPackets: 5 });
      queue.submit(job('1'), gate.grant({ form: 'live' }));
      (await scripted.speech(0)).packets(20);
      const note = queue.submit(job('2'), gate.grant());
      (await soon(scripted.speech(1), 'the note')).end();
      await note.finished;
    });

    test('live speeches that rest are bounded too', async context => {
      const { queue, gate, scripted } = await start(context, { live: 2, windowPackets: 1, running: 1 });
      const handles = ['1', '2', '3'].map(text => queue.submit(job(text), gate.grant({ form: 'live' })));
      for (const index of [0, 1]) (await scripted.speech(index)).packets(5);
      await settle(50);
      assert.equal(scripted.speeches.length, 2);
      handles[0].cancel(new Error('enough'));
      await soon(scripted.speech(2), 'the third');
    });

    for (const form of ['note', 'file', 'live'] as const) {
      test(`an engine that is silent for too long loses the job: ${form}`, async context => {
        context.mock.timers.enable({ apis: ['setTimeout'] });
        const { queue, gate, scripted } = await start(context, { graceSeconds: 0.5 });
        const handle = queue.submit(job('1', { deadlineSeconds: 7 }), gate.grant({ form }));
        await scripted.speech(0);
        context.mock.timers.tick(6_999);
        assert.equal(queue.view()[0].state, 'running');
        context.mock.timers.tick(1);
        await assert.rejects(handle.finished, refusal('job-deadline'));
      });
    }

    test('a job that waits for too long is given up', async context => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const { queue, gate, scripted } = await start(context, { running: 1 });
      queue.submit(job('1'), gate.grant());
      const handle = queue.submit(job('2', { deadlineSeconds: 7 }), gate.grant());
      await scripted.speech(0);
      context.mock.timers.tick(7_000);
      await assert.rejects(handle.finished, refusal('job-deadline'));
      assert.equal(scripted.speeches.length, 1);
    });

    test('live speech may last longer than its deadline while packets come and are read', async context => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1', { deadlineSeconds: 7 }), gate.grant({ form: 'live' }));
      const speech = await scripted.speech(0);
      const reader = handle.packets[Symbol.asyncIterator]();
      for (let i = 0; i < 5; i++) {
        context.mock.timers.tick(5_000);
        speech.packets(1, i);
        assert.deepEqual((await reader.next()).value, Uint8Array.of(i));
      }
      speech.end();
      assert.ok((await reader.next()).done);
      await handle.finished;
    });

    test('live speech that nobody reads is given up; each read begins the wait anew', async context => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const { queue, gate, scripted } = await start(context, { readerSeconds: 20 });
      const handle = queue.submit(job('1'), gate.grant({ form: 'live' }));
      const speech = await scripted.speech(0);
      speech.packets(5);
      speech.end();
      await settle();
      const reader = handle.packets[Symbol.asyncIterator]();
      for (let i = 0; i < 3; i++) {
        context.mock.timers.tick(19_000);
        await reader.next();
      }
      context.mock.timers.tick(20_000);
      await assert.rejects(handle.finished, refusal('live-unread'));
      await assert.rejects(reader.next(), refusal('live-unread'));
    });
  });

  describe(`${name}: the end`, () => {
    test('drain takes nothing new and finishes what waits', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const handles = ['1', '2'].map(text => queue.submit(job(text), gate.grant()));
      await scripted.speech(0);
      const drained = queue.drain(60);
      assert.throws(() => queue.submit(job('3'), gate.grant()), refusal('shutting-down'));
      scripted.speeches[0].end();
      (await scripted.speech(1)).end();
      await soon(drained, 'the end');
      await Promise.all(handles.map(handle => handle.finished));
    });

    test('drain gives up after its time, and says so to everybody', async context => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const handles = ['1', '2'].map(text => queue.submit(job(text), gate.grant()));
      const speech = await scripted.speech(0);
      const drained = queue.drain(30);
      context.mock.timers.tick(30_000);
      for (const handle of handles) await assert.rejects(handle.finished, refusal('shutting-down'));
      await drained;
      assert.ok(speech.isOver);
    });

    test('close ends everything now, and again is no harm', async context => {
      const { queue, gate, scripted } = await start(context);
      const handles = (['note', 'live'] as const).map(form => queue.submit(job('1'), gate.grant({ form })));
      await scripted.speech(1);
      await Promise.all([queue.close(), queue.close()]);
      for (const handle of handles) await assert.rejects(handle.finished, refusal('shutting-down'));
      assert.ok(scripted.speeches.every(speech => speech.isOver));
    });
  });
}
