import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Form } from '../../src/consent/identity.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import type { SpeakHandle } from '../../src/jobs/queue.ts';
import { refusal } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job, settle } from './support.ts';

/** Everything that reaches the person who asked: packets and files. */
function listen(handle: SpeakHandle, form: Form, onHanded: () => void): Promise<unknown> {
  const reading =
    form === 'live'
      ? (async () => {
          for await (const _packet of handle.packets) onHanded();
        })()
      : handle.finished.then(onHanded);
  return Promise.allSettled([reading, handle.finished]);
}

describe('a revoked voice', () => {
  test('with 50 jobs waiting, 2 running and 1 playing falls silent at once, and others go on', async context => {
    const { gate, ports, faults } = createTestPorts();
    const scripted = createScriptedSpeaker();
    const queue = createLocalQueue({ ...ports, speaker: scripted, running: 3, waitingPerPerson: 100, waitingPerPlace: 100 });
    context.after(() => queue.close());
    let handed = 0;
    const submit = (text: string, form: Form, voiceId = 'voice-1') => {
      const handle = queue.submit(job(text), gate.grant({ form, voiceId }));
      return { handle, over: listen(handle, form, () => handed++) };
    };
    const playing = submit('playing', 'live');
    const running = [submit('running 1', 'note'), submit('running 2', 'file')];
    await scripted.speech(2);
    const waiting = Array.from({ length: 50 }, (_, i) => submit(`waiting ${i}`, (['live', 'note', 'file'] as const)[i % 3]));
    const other = submit('other', 'file', 'voice-2');
    scripted.speeches[0].packets(5);
    await settle();
    assert.equal(handed, 5);
    assert.equal(queue.view().filter(({ state }) => state === 'running').length, 3);

    gate.revoke('voice-1');
    queue.forgetVoice('voice-1');
    for (const speech of scripted.speeches) {
      speech.packets(5);
      speech.end();
    }
    const ended = [playing, ...running, ...waiting];
    await Promise.all(ended.map(({ over }) => over));
    for (const { handle } of ended) await assert.rejects(handle.finished, refusal('consent-revoked'));
    assert.equal(handed, 5, 'nothing was handed out after the revocation');
    const spoken = await scripted.speech(3);
    assert.equal(spoken.text, 'other');
    spoken.end();
    await other.handle.finished;
    await settle();
    assert.deepEqual([handed, gate.openGrants, faults.length, scripted.speeches.length], [6, 0, 0, 4]);
  });

  test('is not heard afterwards, whatever was going on at that moment', async () => {
    const forms = fc.array(fc.constantFrom<Form>('live', 'note', 'file'), { minLength: 1, maxLength: 12 });
    const steps = fc.nat({ max: 60 });
    await fc.assert(
      fc.asyncProperty(forms, steps, fc.boolean(), async (list, turns, sameText) => {
        const { gate, ports, faults } = createTestPorts();
        // Each step of the work takes a turn, so that the revocation falls between any two.
        const slowly = async <Value>(value: Value) => {
          await settle(2);
          return value;
        };
        const queue = createLocalQueue({
          ...ports,
          speaker: createInstantSpeaker(),
          print: async grant => slowly(await ports.print(grant)),
          recordUse: async use => slowly(await ports.recordUse(use)),
          waitingPerPerson: 100,
        });
        let isRevoked = false;
        const all = list.map((form, i) => {
          const handle = queue.submit(job(sameText ? 'one two three' : `one two ${i}`), gate.grant({ form }));
          return listen(handle, form, () => assert.ok(!isRevoked, `a ${form} was handed out`));
        });
        await settle(turns);
        gate.revoke('voice-1');
        isRevoked = true;
        const outcomes = (await Promise.all(all)).flat() as PromiseSettledResult<unknown>[];
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') refusal('consent-revoked')(outcome.reason);
        }
        await queue.close();
        assert.deepEqual([gate.openGrants, faults], [0, []]);
      }),
      { numRuns: 60 },
    );
  });
});
