import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { testSentences } from '../quality/corpus.ts';
import type { Bar } from '../report.ts';
import type { Context } from './context.ts';

const resolutionMilliseconds = 1;

/** How late this process's timers run while the engine process speaks 20 sentences and this one takes in the packets. */
export async function measureEventLoop(context: Context): Promise<Bar[]> {
  const host = await context.host();
  const print = await context.print();
  await sleep(500);
  const speaking = await lateness(async () => {
    for await (const _event of host.sayLive(testSentences.join(' '), print, {}, context.signal));
  });
  const idle = await lateness(() => sleep(3000));
  const limits = { bar: 5, aim: 2, unit: 'ms' };
  return [
    { measure: 'event-loop delay of the parent while the child speaks, 99th percentile', value: speaking, ...limits },
    { measure: 'the same with nothing going on, for comparison', value: idle, ...limits },
  ];
}

/** 99th percentile in milliseconds; the monitor's values include the interval that its timer is set to. */
async function lateness(work: () => Promise<unknown>): Promise<number> {
  const monitor = monitorEventLoopDelay({ resolution: resolutionMilliseconds });
  monitor.enable();
  try {
    await work();
  } finally {
    monitor.disable();
  }
  return Math.max(0, monitor.percentile(99) / 1e6 - resolutionMilliseconds);
}
