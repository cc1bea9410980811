import { durationSeconds } from '../../src/audio/audio.ts';
import { type Bar, quantile } from '../report.ts';
import type { Context } from './context.ts';

/** Enrolment of about 20 s with transcript in this process: wall time of the first and the median of three, and processor time. */
export async function measureEnrolment(context: Context): Promise<Bar[]> {
  const engine = await context.engine();
  const reference = await context.reference();
  const wall: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    const startOfProcessor = process.cpuUsage();
    await engine.enroll([reference], context.signal);
    const { user, system } = process.cpuUsage(startOfProcessor);
    wall.push((performance.now() - start) / 1000);
    processor.push((user + system) / 1e6);
  }
  const seconds = durationSeconds(reference.audio).toFixed(0);
  const limits = { bar: 4, aim: 1.5, unit: 's' };
  return [
    { measure: `enrol ${seconds} s, median of three`, value: quantile(wall, 0.5), ...limits },
    { measure: `enrol ${seconds} s, the first`, value: wall[0], ...limits },
    { measure: `enrol ${seconds} s, processor time`, value: quantile(processor, 0.5), ...limits },
  ];
}
