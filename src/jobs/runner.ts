import { createHash } from 'node:crypto';
import type { Gate, Grant } from '../consent/gate.ts';
import { orAborted } from '../engine/deadline.ts';
import type { Estimates } from './estimates.ts';
import type { Job } from './job.ts';
import { type ReadyPrint, readyPrint } from './prints.ts';
import type { Slot } from './slots.ts';
import type { Speaker } from './speaker.ts';

/** Runner: does the work of one job. Asks the gate again first; how speech is made and handed out, live-work.ts and file-work.ts know. */
export interface Runner {
  /** Never rejects: what goes wrong is the job's failure. The slot is free when the engine is done with the work. */
  run(job: Job, slot: Slot): Promise<void>;
}

/** Makes and hands out the speech of one job: ends in `job.succeed`, or throws. */
export type Work = (job: Job, print: ReadyPrint, slot: Slot) => Promise<void>;

/** One use of a voice, to be logged before anybody hears it. */
export interface UseRecord {
  readonly generationId: string;
  /** The generation whose mark the audio carries, where it was made for another job. Left out: its own. */
  readonly mark?: string;
  readonly grant: Grant;
  readonly textHash: string;
  /** SHA-256 of the file, hex; live speech has none. */
  readonly audioHash?: string;
}

export interface RunnerPorts {
  readonly speaker: Speaker;
  readonly gate: Pick<Gate, 'recheck'>;
  /** As engine/print.ts stores it. */
  print(grant: Grant): Promise<Uint8Array>;
  /** Durable when it resolves. A rejection fails the job: what is not on record is not spoken. */
  recordUse(use: UseRecord): Promise<void>;
  /** Keyed, so that texts cannot be guessed from it. */
  hashText(text: string): string;
}

export interface WorkSettings {
  readonly estimates: Estimates;
  readonly graceSeconds: number;
  readonly now: () => number;
}

export function createRunner(
  ports: Pick<RunnerPorts, 'gate' | 'print'>,
  works: { readonly live: Work; readonly file: Work },
): Runner {
  return {
    async run(job, slot) {
      try {
        ports.gate.recheck(job.grant);
        job.start();
        job.signal.throwIfAborted(); // a listener may have cancelled it
        const storedPrint = await orAborted(ports.print(job.grant), job.signal);
        const work = job.stream ? works.live : works.file;
        await work(job, readyPrint(storedPrint), slot);
      } catch (error) {
        job.fail(error as Error);
      } finally {
        slot.release();
      }
    },
  };
}

/** Puts the use on record; throws when that fails, or when the job ends meanwhile. */
export async function record(
  job: Job,
  ports: Pick<RunnerPorts, 'recordUse' | 'hashText'>,
  made?: { readonly file: Uint8Array; readonly mark: string },
): Promise<void> {
  const { generationId, grant, request, signal } = job;
  const audio = made && {
    audioHash: createHash('sha256').update(made.file).digest('hex'),
    ...(made.mark !== generationId && { mark: made.mark }),
  };
  signal.throwIfAborted();
  await orAborted(ports.recordUse({ generationId, grant, textHash: ports.hashText(request.text), ...audio }), signal);
}

/** For the estimates of later jobs. */
export function learn({ grant, request }: Job, workedMs: number, estimates: Estimates): void {
  estimates.learn({ form: grant.form, characters: request.text.length, seconds: Math.max(0, workedMs) / 1000 });
}
