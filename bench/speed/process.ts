import { execFileSync } from 'node:child_process';
import { createEngineHost } from '../../src/engine/host.ts';
import { type Bar, quantile } from '../report.ts';
import { type Context, twoSentences } from './context.ts';

/** The engine process: from fork to ready (median of three), and its resident memory idle and after enrolling and speaking. */
export async function measureProcess(context: Context): Promise<Bar[]> {
  const reference = await context.reference();
  const starts: number[] = [];
  let idle = Number.NaN;
  let used = Number.NaN;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    const host = await createEngineHost({ engine: context.engineId });
    try {
      starts.push((performance.now() - start) / 1000);
      if (round < 2) continue;
      idle = residentMebibytes(host.pid!);
      const print = await host.enroll([reference], context.signal);
      for await (const _event of host.sayLive(twoSentences, print, {}, context.signal));
      used = residentMebibytes(host.pid!);
    } finally {
      await host.close();
    }
  }
  const memory = { bar: 400, aim: 250, unit: 'MB', digits: 0 };
  return [
    { measure: 'engine process: start to ready', value: quantile(starts, 0.5), bar: 1.5, aim: 0.7, unit: 's' },
    { measure: 'engine process: resident memory, idle', value: idle, ...memory },
    { measure: 'engine process: resident memory, having enrolled and spoken', value: used, ...memory },
  ];
}

function residentMebibytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1024;
}
