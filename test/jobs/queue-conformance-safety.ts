import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Form } from '../../src/consent/identity.ts';
import type { LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { refusal, soon } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job, settle, storedPrint } from './support.ts';

type CreateQueue = (options: LocalQueueOptions) => Queue;

/** What every queue must do for the person whose voice it is. */
export function queueSafetyConformance(name: string, createQueue: CreateQueue): void {
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

  describe(`${name}: revocation`, () => {
    test('while it waits: it never runs', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const other = queue.submit(job('1'), gate.grant({ voiceId: 'voice-2' }));
      const handle = queue.submit(job('2'), gate.grant());
      await scripted.speech(0);
      gate.revoke('voice-1');
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      scripted.speeches[0].end();
      await other.finished;
      await settle();
      assert.equal(scripted.speeches.length, 1);
    });

    test('a rule that ended without a signal is seen when the work starts', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant());
      gate.revokeSilently('voice-1');
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      assert.equal(scripted.speeches.length, 0);
    });

    test('while the print is fetched', async context => {
      const print = Promise.withResolvers<Uint8Array>();
      const { queue, gate, scripted } = await start(context, { print: () => print.promise });
      const handle = queue.submit(job('1'), gate.grant());
      await settle();
      gate.revoke('voice-1');
      print.resolve(storedPrint);
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      await settle();
      assert.equal(scripted.speeches.length, 0);
    });

    test('while it is made: the engine is told', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant());
      const speech = await scripted.speech(0);
      gate.revoke('voice-1');
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      await settle();
      assert.ok(speech.isOver);
    });

    test('while the use is written down: the finished file is not handed out', async context => {
      const written = Promise.withResolvers<void>();
      const { queue, gate } = await start(context, { speaker: createInstantSpeaker(), recordUse: () => written.promise });
      const handle = queue.submit(job('1'), gate.grant());
      await settle();
      gate.revoke('voice-1');
      written.resolve();
      await assert.rejects(handle.finished, refusal('consent-revoked'));
    });

    test('while it is heard: what is buffered is dropped, and the listener learns it in the same turn', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant({ form: 'live' }));
      const speech = await scripted.speech(0);
      speech.packets(10);
      speech.end();
      const reader = handle.packets[Symbol.asyncIterator]();
      await reader.next();
      gate.revoke('voice-1');
      await assert.rejects(reader.next(), refusal('consent-revoked'));
      await assert.rejects(handle.finished, refusal('consent-revoked'));
    });

    test('while the listener waits for a packet', async context => {
      const { queue, gate, scripted } = await start(context);
      const handle = queue.submit(job('1'), gate.grant({ form: 'live' }));
      const next = handle.packets[Symbol.asyncIterator]().next();
      await scripted.speech(0);
      gate.revoke('voice-1');
      await assert.rejects(soon(next, 'the end'), refusal('consent-revoked'));
    });

    test('ends a job whose engine does not notice', async context => {
      const deaf = createScriptedSpeaker({ obeys: false });
      const { queue, gate } = await start(context, { speaker: deaf, running: 1, graceSeconds: 0.01 });
      const handle = queue.submit(job('1'), gate.grant());
      const next = queue.submit(job('2'), gate.grant({ voiceId: 'voice-2' }));
      await deaf.speech(0);
      gate.revoke('voice-1');
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      (await soon(deaf.speech(1), 'the next job')).end();
      await next.finished;
    });

    test('frees its place only when the engine has stopped, so that no more run than may', async context => {
      const deaf = createScriptedSpeaker({ obeys: false });
      const { queue, gate } = await start(context, { speaker: deaf, running: 1 });
      const handle = queue.submit(job('1'), gate.grant());
      queue.submit(job('2'), gate.grant({ voiceId: 'voice-2' }));
      const speech = await deaf.speech(0);
      gate.revoke('voice-1');
      await assert.rejects(handle.finished, refusal('consent-revoked'));
      await settle(50);
      assert.equal(deaf.speeches.length, 1);
      speech.end();
      (await soon(deaf.speech(1), 'the next job')).end();
    });

    test('a grant serves one job: the end of that would leave a second one unwatched', async context => {
      const { queue, gate, scripted } = await start(context);
      const grant = gate.grant();
      const handle = queue.submit(job('1'), grant);
      assert.throws(() => queue.submit(job('2'), grant), /A grant is for one job/);
      (await scripted.speech(0)).end();
      await handle.finished;
      assert.throws(() => queue.submit(job('3'), grant), /A grant is for one job/);
    });

    test('a forgotten voice ends even where no grant says so', async context => {
      const { queue, gate, scripted } = await start(context, { running: 1 });
      const forms: Form[] = ['live', 'note', 'file'];
      const handles = forms.map(form => queue.submit(job('1'), gate.grant({ form })));
      await scripted.speech(0);
      queue.forgetVoice('voice-1');
      for (const handle of handles) await assert.rejects(handle.finished, refusal('consent-revoked'));
    });
  });

  describe(`${name}: the use log`, () => {
    test('each use is on record before it is handed out: grant, text and sound as hashes', async context => {
      const { queue, gate, uses } = await start(context, { speaker: createInstantSpeaker() });
      const grant = gate.grant();
      const handle = queue.submit(job('abc'), grant);
      await handle.finished;
      // SHA-256 of "abc" (FIPS 180-2, B.1), which the instant speaker gives back as the file.
      const audioHash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      assert.deepEqual(uses, [{ generationId: handle.generationId, grant, textHash: 'hash of 3', audioHash }]);
    });

    for (const form of ['note', 'file', 'live'] as const) {
      test(`a use that cannot be written down is not heard: ${form}`, async context => {
        const recordUse = async () => {
          throw new Error('disk full');
        };
        const { queue, gate } = await start(context, { speaker: createInstantSpeaker(), recordUse });
        const handle = queue.submit(job('One two.'), gate.grant({ form }));
        if (form === 'live') await assert.rejects(handle.packets[Symbol.asyncIterator]().next(), { message: 'disk full' });
        await assert.rejects(handle.finished, { message: 'disk full' });
      });
    }

    test('no live packet is heard while the record is on its way', async context => {
      const written = Promise.withResolvers<void>();
      const { queue, gate } = await start(context, { speaker: createInstantSpeaker(), recordUse: () => written.promise });
      const handle = queue.submit(job('One two.'), gate.grant({ form: 'live' }));
      let heard = 0;
      const reading = (async () => {
        for await (const _packet of handle.packets) heard++;
      })();
      await settle();
      assert.equal(heard, 0);
      written.resolve();
      await reading;
      assert.equal(heard, 2);
    });
  });
}
