import type { Job } from './job.ts';
import { learn, type RunnerPorts, record, type Work, type WorkSettings } from './runner.ts';
import type { Slot } from './slots.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Live work: packets from the engine into the job's stream, as fast as the engine is until the listener has a window ahead. The use is on
 * record before the first packet can be read. Ends when all is made; the job is done when all is read.
 */
export function createLiveWork(ports: Pick<RunnerPorts, 'speaker' | 'recordUse' | 'hashText'>, settings: WorkSettings): Work {
  const { estimates, graceSeconds, now } = settings;

  /** Waits for the listener. Returns for how many milliseconds. */
  async function rest(job: Job, slot: Slot, room: Promise<void>): Promise<number> {
    const startMs = now();
    slot.rest();
    job.expectReader();
    await room;
    slot.resume();
    job.expectWork();
    return now() - startMs;
  }

  return async (job, { print }, slot) => {
    const { request, generationId, signal } = job;
    const { text, language, rate, seed } = request;
    const stream = job.stream!;
    const startMs = now();
    let restedMs = 0;
    let isRecorded = false;
    const speech = ports.speaker.speakLive(text, print, { language, rate, seed, generationId }, signal);
    for await (const event of untilAborted(speech, signal, graceSeconds)) {
      if (event.kind === 'progress') job.report(event.share);
      if (event.kind === 'packet') {
        if (!isRecorded) await record(job, ports);
        isRecorded = true;
        job.expectWork();
        const room = stream.put(event.packet);
        if (room) restedMs += await rest(job, slot, room);
      }
      if (event.kind === 'end') {
        const { kind: _, ...facts } = event;
        learn(job, now() - startMs - restedMs, estimates);
        job.expectReader();
        stream.end(() => job.succeed({ form: 'live', ...facts }));
        return;
      }
    }
    throw new Error('The speaker ended live speech without saying so.');
  };
}
