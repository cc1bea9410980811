import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writePrint } from '../../src/engine/print.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import { createToneSpeaker, crowd, crowdWave, heldBytes, jobsWithBacklog, tonePrint } from './crowd.ts';
import { createTestPorts, jainIndex, job, settle } from './support.ts';

const mebibyte = 2 ** 20;

test('10 000 jobs of 500 persons in 50 places: none lost, none doubled, fair to every place, memory flat', async () => {
  const { gate, ports, faults } = createTestPorts();
  const stored = writePrint(await tonePrint());
  const spoken = new Map<string, number>();
  const recorded = new Set<string>();
  const queue = createLocalQueue({
    ...ports,
    speaker: createToneSpeaker(),
    print: async () => stored,
    recordUse: async ({ generationId }) => {
      assert.ok(!recorded.has(generationId), 'a use was recorded twice');
      recorded.add(generationId);
    },
    cacheBytes: mebibyte,
    waiting: 1e5,
    waitingPerPlace: 1e5,
    waitingPerPerson: 1e5,
  });

  async function runWave(wave: number): Promise<number> {
    const order: string[] = [];
    const jobs = crowdWave(wave).map(async ({ text, personId, placeId }) => {
      const handle = queue.submit(job(text, { format: 'wav' }), gate.grant({ personId, placeId, form: 'file' }));
      const result = await handle.finished;
      assert.ok(result.form === 'file' && !result.cached && result.file.length > 1_000);
      spoken.set(text, (spoken.get(text) ?? 0) + 1);
      order.push(placeId);
    });
    await Promise.all(jobs);
    const early = Map.groupBy(order.slice(0, jobsWithBacklog), placeId => placeId);
    return jainIndex(Array.from({ length: crowd.places }, (_, place) => early.get(`console:q${place}`)?.length ?? 0));
  }

  const fairness: number[] = [];
  let heldAfterFirst = 0;
  for (let wave = 0; wave < crowd.waves; wave++) {
    fairness.push(await runWave(wave));
    await settle();
    gate.released.length = 0;
    if (wave === 0) heldAfterFirst = await heldBytes();
  }
  const total = crowd.waves * crowd.jobsPerWave;
  assert.equal(total, 10_000);
  assert.equal(spoken.size, total, 'each text was spoken');
  assert.ok(
    [...spoken.values()].every(times => times === 1),
    'and once',
  );
  assert.equal(recorded.size, total);
  assert.equal(gate.openGrants, 0);
  assert.deepEqual(faults, []);
  for (const index of fairness) assert.ok(index >= 0.95, `Jain index ${index}`);
  // The test itself holds two texts or so for each job, some 250 bytes; a queue that held on to its jobs would hold kilobytes.
  const grownBytes = (await heldBytes()) - heldAfterFirst;
  assert.ok(grownBytes < 4 * mebibyte, `${(grownBytes / mebibyte).toFixed(1)} MiB more after 8 000 jobs`);
  await queue.close();
});
