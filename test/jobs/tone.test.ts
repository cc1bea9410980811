import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { durationSeconds } from '../../src/audio/audio.ts';
import { decode } from '../../src/audio/decode.ts';
import type { Grant } from '../../src/consent/gate.ts';
import { createTone } from '../../src/engine/backends/tone.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import { writePrint } from '../../src/engine/print.ts';
import type { Studio } from '../../src/engine/studio.ts';
import { createLocalStudio } from '../../src/engine/studio-local.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { speakerOf } from '../../src/jobs/studio-speaker.ts';
import { refusal, soon } from '../engine/support.ts';
import { createTestPorts, job } from './support.ts';

const text = 'The birch canoe slid on the smooth planks.';
const never = new AbortController().signal;

const studios: Record<string, () => Promise<Studio>> = {
  'in this process': async () => createLocalStudio(createTone()),
  'in its own process': () => createEngineHost({ engine: 'tone' }),
};

for (const [where, createStudio] of Object.entries(studios)) {
  describe(`the queue with the tone engine ${where}`, () => {
    const { gate, ports, uses, faults } = createTestPorts();
    let studio: Studio;
    let queue: Queue;
    before(async () => {
      studio = await createStudio();
      const stored = writePrint(await studio.design!({ gender: 'male', pitch: 3, speed: 3 }, never));
      const foreign = writePrint({ engine: 'other', format: 1, language: 'en', data: new Uint8Array(8) });
      const print = async ({ voiceId }: Grant) => (voiceId === 'voice-1' ? stored : foreign);
      queue = createLocalQueue({ ...ports, speaker: speakerOf(studio), print });
    });
    after(async () => {
      await queue?.close();
      await studio?.close();
      assert.deepEqual([gate.openGrants, faults], [0, []]);
    });

    test('makes a note that can be played', async () => {
      const note = await soon(queue.submit(job(text), gate.grant()).finished, 'the note');
      assert.ok(note.form === 'note' && note.format === 'ogg');
      const { audio } = await decode({ source: note.file, name: 'note.ogg' }, { sampleRateHz: 24_000, signal: never });
      assert.ok(Math.abs(durationSeconds(audio) - note.durationSeconds) < 0.05);
    });

    test('tells how far it is', async () => {
      const handle = queue.submit(job(`${text} ${text} ${text}`), gate.grant({ form: 'file' }));
      const percents: number[] = [];
      handle.onProgress(progress => progress.state === 'running' && percents.push(progress.percent));
      await soon(handle.finished, 'the file');
      assert.ok(percents.length > 1, `only ${percents}`);
      assert.deepEqual(
        percents,
        percents.toSorted((a, b) => a - b),
      );
    });

    test('plays live: 20 ms packets, as many as the speech is long', async () => {
      const handle = queue.submit(job(text), gate.grant({ form: 'live' }));
      const packets = await soon(Array.fromAsync(handle.packets), 'the speech');
      const facts = await handle.finished;
      assert.ok(
        Math.abs(packets.length * 0.02 - facts.durationSeconds) < 0.1,
        `${packets.length} for ${facts.durationSeconds} s`,
      );
    });

    test('falls silent in mid-speech when the grant ends, and speaks again for others', async () => {
      const grant = gate.grant({ form: 'live' });
      const handle = queue.submit(job(text.repeat(20)), grant);
      let heard = 0;
      const reading = (async () => {
        for await (const _packet of handle.packets) {
          heard++;
          gate.end(grant);
        }
      })();
      await assert.rejects(soon(reading, 'the end'), refusal('consent-revoked'));
      assert.equal(heard, 1);
      await soon(queue.submit(job('Others speak.'), gate.grant()).finished, 'the next note');
    });

    test('refuses through the engine what only it can judge', async () => {
      const handle = queue.submit(job(text), gate.grant({ voiceId: 'voice-of-another-engine' }));
      await assert.rejects(soon(handle.finished, 'the refusal'), refusal('voice-other-engine'));
      assert.ok(uses.every(use => use.generationId !== handle.generationId));
    });
  });
}
