import { createEngineHost } from '../../src/engine/host.ts';
import { writePrint } from '../../src/engine/print.ts';
import { createLocalQueue, type LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import { speakerOf } from '../../src/jobs/studio-speaker.ts';
import { crowd, crowdWave, heldBytes, jobsWithBacklog } from '../../test/jobs/crowd.ts';
import { createInstantSpeaker } from '../../test/jobs/scripted-speaker.ts';
import { createTestPorts, jainIndex, job, settle } from '../../test/jobs/support.ts';
import type { Bar } from '../report.ts';
import type { Context } from './context.ts';
import { measureRevocation } from './jobs-revocation.ts';

/**
 * Jobs: what the queue costs, whether it is fair and loses nothing with 10 000 jobs of 500 persons in 50 places (5 of which ask for half of
 * all) through an engine process with the tone engine, and how soon a revoked voice is silent.
 */
export async function measureJobs(context: Context): Promise<Bar[]> {
  const bare = await runCrowd({ speaker: createInstantSpeaker() });
  const host = await createEngineHost({ engine: 'tone' });
  try {
    const print = await host.design!({ gender: 'female', pitch: 3, speed: 5 }, context.signal);
    const stored = writePrint(print);
    const whole = await runCrowd({ speaker: speakerOf(host), print: async () => stored });
    const fairness = { bar: 0.95, aim: 0.99, unit: '', digits: 3, higherIsBetter: true };
    const lost = { bar: 0, unit: '', digits: 0 };
    return [
      {
        measure: 'queue: processor time for one job, nothing spoken',
        value: bare.millisecondsPerJob,
        bar: 1,
        aim: 0.3,
        unit: 'ms',
      },
      { measure: 'Jain index over 50 places, the lowest of 5 waves', value: Math.min(...whole.fairness), ...fairness },
      { measure: '10 000 jobs through the engine process: lost or failed', value: whole.lost, ...lost },
      { measure: '10 000 jobs through the engine process: doubled', value: whole.doubled, ...lost },
      {
        measure: 'memory held after 10 000 jobs, more than after 2 000',
        value: whole.grownMebibytes,
        bar: 4,
        aim: 2,
        unit: 'MiB',
      },
      ...(await measureRevocation(context)),
    ];
  } finally {
    await host.close();
  }
}

async function runCrowd(options: Pick<LocalQueueOptions, 'speaker'> & Partial<LocalQueueOptions>) {
  const { gate, ports } = createTestPorts();
  const recorded = new Set<string>();
  let spoken = 0;
  let uses = 0;
  const queue = createLocalQueue({
    ...ports,
    recordUse: async ({ generationId }) => {
      uses++;
      recorded.add(generationId);
    },
    cacheBytes: 1_000_000,
    waiting: 1e5,
    waitingPerPlace: 1e5,
    waitingPerPerson: 1e5,
    ...options,
  });

  /** Jain index over what each place got while all of them had something waiting. */
  async function runWave(wave: number): Promise<number> {
    const order: string[] = [];
    const jobs = crowdWave(wave).map(async ({ text, personId, placeId }) => {
      const request = job(text, { format: 'wav', rate: 2 });
      const result = await queue.submit(request, gate.grant({ personId, placeId, form: 'file' })).finished;
      if (result.form === 'file' && result.file.length > 0) spoken++;
      order.push(placeId);
    });
    await Promise.allSettled(jobs);
    const early = Map.groupBy(order.slice(0, jobsWithBacklog), placeId => placeId);
    return jainIndex(Array.from({ length: crowd.places }, (_, place) => early.get(`console:q${place}`)?.length ?? 0));
  }

  const fairness: number[] = [];
  let heldAfterFirst = 0;
  const startUsage = process.cpuUsage();
  for (let wave = 0; wave < crowd.waves; wave++) {
    fairness.push(await runWave(wave));
    await settle();
    gate.released.length = 0;
    if (wave === 0) heldAfterFirst = await heldBytes();
  }
  const { user, system } = process.cpuUsage(startUsage);
  const total = crowd.waves * crowd.jobsPerWave;
  const grownMebibytes = ((await heldBytes()) - heldAfterFirst) / 2 ** 20;
  await queue.close();
  return {
    fairness,
    lost: total - spoken,
    doubled: uses - recorded.size + Math.max(0, spoken - total),
    millisecondsPerJob: (user + system) / 1000 / total,
    grownMebibytes,
  };
}
