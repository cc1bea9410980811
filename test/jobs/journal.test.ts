import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { journalDefaults } from '../../src/jobs/journal.ts';
import { createLocalQueue, type LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import { refusal } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createSealedStore } from './sealed-store.ts';
import { createTestPorts, job, settle } from './support.ts';

const address = '{"chat":"somewhere","token":"its-token"}';

function start(context: TestContext, options: Partial<LocalQueueOptions> = {}) {
  const sealed = createSealedStore();
  const parts = createTestPorts();
  const scripted = createScriptedSpeaker();
  const now = () => sealed.clock.ms;
  const queue = createLocalQueue({ ...parts.ports, speaker: scripted, journal: sealed.journal(), now, ...options });
  context.after(() => queue.close());
  return { queue, scripted, sealed, ...parts };
}

describe('the journal', () => {
  test('holds a job until its reply was delivered', async context => {
    const { queue, gate, sealed } = start(context, { speaker: createInstantSpeaker() });
    const handle = queue.submit(job('Hello.', { address }), gate.grant());
    await handle.accepted;
    await handle.finished;
    await settle();
    assert.equal(sealed.values.size, 1);
    handle.answered();
    handle.answered();
    await settle();
    assert.equal(sealed.values.size, 0);
  });

  test('holds nothing of a job without an address', async context => {
    const { queue, gate, sealed } = start(context);
    await queue.submit(job('Hello.'), gate.grant()).accepted;
    assert.equal(sealed.values.size, 0);
  });

  test('shows neither text nor address to who reads the store', async context => {
    const { queue, gate, sealed } = start(context);
    await queue.submit(job('My secret text.', { address }), gate.grant()).accepted;
    const [key, value] = [...sealed.values][0];
    assert.match(key, /^voice-1\/[0-9a-f-]{36}$/);
    for (const hidden of ['secret', 'somewhere', 'its-token', 'console:ada']) {
      assert.ok(!Buffer.from(value).toString('latin1').includes(hidden), hidden);
    }
  });

  test('tells after a restart what is owed, oldest first', async context => {
    const { queue, gate, sealed } = start(context, { running: 1 });
    const requests = [job('First.', { address, rate: 1.5 }), job('Second.', { address })];
    for (const request of requests) {
      await queue.submit(request, gate.grant()).accepted;
      sealed.clock.ms += 10_000;
    }
    await queue.close();
    const { replies, unreadable } = await sealed.journal().pending();
    assert.equal(unreadable, 0);
    assert.deepEqual(
      replies.map(({ id: _, ...reply }) => reply),
      [20, 10].map((ageSeconds, i) => ({
        voiceId: 'voice-1',
        personId: 'console:ada',
        placeId: 'console:hall',
        form: 'note',
        job: requests[i],
        acceptedAtMs: 1_000_000 + 10_000 * i,
        ageSeconds,
      })),
    );
    await sealed.journal().remove(replies[0]);
    assert.equal((await sealed.journal().pending()).replies.length, 1);
  });

  test('cannot be read once the key of the voice is destroyed', async context => {
    const { queue, gate, sealed } = start(context);
    for (const voiceId of ['voice-1', 'voice-2'])
      await queue.submit(job('Hello.', { address }), gate.grant({ voiceId })).accepted;
    await queue.close();
    sealed.destroyKey('voice-1');
    const { replies, unreadable } = await sealed.journal().pending();
    assert.deepEqual([replies.map(reply => reply.voiceId), unreadable], [['voice-2'], 1]);
  });

  test('does not take an entry for another one', async context => {
    const { queue, gate, sealed } = start(context);
    await queue.submit(job('Hello.', { address }), gate.grant()).accepted;
    await queue.close();
    const [[key, value]] = sealed.values;
    sealed.values.set('voice-1/other', value);
    sealed.values.delete(key);
    assert.deepEqual(await sealed.journal().pending(), { replies: [], unreadable: 1 });
  });

  test('owes nothing any more after a quarter of an hour', async context => {
    const { queue, gate, sealed } = start(context);
    await queue.submit(job('Hello.', { address }), gate.grant()).accepted;
    await queue.close();
    sealed.clock.ms += journalDefaults.lifetimeSeconds * 1000;
    assert.deepEqual(await sealed.journal().pending(), { replies: [], unreadable: 0 });
    assert.equal(sealed.values.size, 0);
  });

  test('lets go of jobs that failed, which is told to whoever waits', async context => {
    const { queue, gate, sealed } = start(context);
    const handle = queue.submit(job('Hello.', { address }), gate.grant());
    await handle.accepted;
    gate.revoke('voice-1');
    await assert.rejects(handle.finished, refusal('consent-revoked'));
    await settle();
    assert.equal(sealed.values.size, 0);
  });

  test('lets go of a job that failed before it was written', async context => {
    const { queue, gate, sealed, faults } = start(context);
    const { promise, resolve } = Promise.withResolvers<void>();
    sealed.hold(promise);
    const handle = queue.submit(job('Hello.', { address }), gate.grant());
    handle.cancel(new Error('enough'));
    resolve();
    await handle.accepted;
    await settle();
    assert.equal(sealed.values.size, 0);
    assert.deepEqual(faults, []);
  });

  test('lets go of live speech that was heard', async context => {
    const { queue, gate, sealed } = start(context, { speaker: createInstantSpeaker() });
    const handle = queue.submit(job('Hello.', { address }), gate.grant({ form: 'live' }));
    await handle.accepted;
    for await (const _packet of handle.packets);
    await settle();
    assert.equal(sealed.values.size, 0);
  });

  for (const end of ['close', 'drain'] as const) {
    test(`keeps what ${end} left over`, async context => {
      const { queue, gate, sealed, scripted } = start(context, { running: 1 });
      const handles = ['One.', 'Two.'].map(text => queue.submit(job(text, { address }), gate.grant()));
      await scripted.speech(0);
      if (end === 'close') await queue.close();
      else await queue.drain(0.001);
      for (const handle of handles) await assert.rejects(handle.finished, refusal('shutting-down'));
      const { replies } = await sealed.journal().pending();
      assert.deepEqual(replies.map(reply => reply.job.text).toSorted(), ['One.', 'Two.']);
    });
  }

  test('delays no job: it is accepted at once, and promised when it is written', async context => {
    const { queue, gate, sealed, scripted } = start(context);
    const { promise, resolve } = Promise.withResolvers<void>();
    sealed.hold(promise);
    const handle = queue.submit(job('Hello.', { address }), gate.grant());
    let isPromised = false;
    const promised = handle.accepted.then(() => {
      isPromised = true;
    });
    (await scripted.speech(0)).end();
    await handle.finished;
    assert.ok(!isPromised);
    resolve();
    await promised;
  });

  test('that cannot be written is a fault to be told, and no reason not to speak', async context => {
    const { queue, gate, sealed, faults } = start(context, { speaker: createInstantSpeaker() });
    sealed.failures.set = new Error('disk full');
    const handle = queue.submit(job('Hello.', { address }), gate.grant());
    await assert.rejects(handle.accepted, { message: 'disk full' });
    await handle.finished;
    assert.deepEqual(
      faults.map(({ what }) => what),
      ['a journal entry'],
    );
  });
});
