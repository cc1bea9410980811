import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import { meteredQueue } from '../../src/operation/metered-queue.ts';
import { createMeters, type Meters } from '../../src/operation/meters.ts';
import { createInstantSpeaker } from '../jobs/scripted-speaker.ts';
import { createTestPorts, job } from '../jobs/support.ts';

async function linesOf(meters: Meters, name: string): Promise<string[]> {
  const text = await meters.registry.getSingleMetricAsString(name);
  return text.split('\n').filter(line => line.startsWith(name) && !line.includes('_bucket'));
}

test('what goes through a metered queue is counted, and comes out as it was', async context => {
  const { gate, ports } = createTestPorts();
  const meters = createMeters();
  const queue = meteredQueue(createLocalQueue({ ...ports, speaker: createInstantSpeaker() }), meters);
  context.after(() => queue.close());

  const note = await queue.submit(job('hello'), gate.grant()).finished;
  assert.equal(note.form, 'note');
  await queue.submit(job('hello'), gate.grant({ placeId: 'console:dm/ada' })).finished;
  const live = queue.submit(job('hello'), gate.grant({ form: 'live' }));
  const packets = await Array.fromAsync(live.packets);
  assert.ok(packets.length > 0);
  await live.finished;
  assert.throws(() => queue.submit(job(''), gate.grant()), { code: 'text-empty' });
  const gone = gate.grant();
  const cancelled = queue.submit(job('other words'), gone);
  gate.end(gone);
  await assert.rejects(cancelled.finished, { code: 'consent-revoked' });

  assert.deepEqual((await linesOf(meters, 'consonant_jobs_total')).sort(), [
    'consonant_jobs_total{form="live",place="group",outcome="done"} 1',
    'consonant_jobs_total{form="note",place="group",outcome="consent-revoked"} 1',
    'consonant_jobs_total{form="note",place="group",outcome="done"} 1',
    'consonant_jobs_total{form="note",place="group",outcome="text-empty"} 1',
    'consonant_jobs_total{form="note",place="private",outcome="done"} 1',
  ]);
  assert.deepEqual(await linesOf(meters, 'consonant_cache_hits_total'), ['consonant_cache_hits_total 1']);
  const waits = await linesOf(meters, 'consonant_queue_wait_seconds');
  assert.ok(waits.includes('consonant_queue_wait_seconds_count{form="note"} 2'), waits.join('\n'));
  const firsts = await linesOf(meters, 'consonant_first_audio_seconds');
  assert.ok(firsts.includes('consonant_first_audio_seconds_count{form="live"} 1'), firsts.join('\n'));
  assert.ok(firsts.includes('consonant_first_audio_seconds_count{form="note"} 1'), firsts.join('\n'));
});

test('a listener who leaves early still cancels the job', async context => {
  const { gate, ports } = createTestPorts();
  const queue = meteredQueue(createLocalQueue({ ...ports, speaker: createInstantSpeaker() }), createMeters());
  context.after(() => queue.close());
  const live = queue.submit(job('hello there'), gate.grant({ form: 'live' }));
  for await (const _ of live.packets) break;
  await assert.rejects(live.finished);
  assert.equal(gate.openGrants, 0);
});
