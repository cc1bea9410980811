import type { Job } from './job.ts';
import type { SpeakHandle } from './queue.ts';

/** Handle: what whoever submitted a job holds of it. */
export function handleOf(job: Job, accepted: Promise<void>, answered: () => void): SpeakHandle {
  return {
    id: job.id,
    generationId: job.generationId,
    accepted,
    onProgress: job.onProgress,
    packets: job.stream?.packets ?? noPackets,
    finished: job.finished,
    answered,
    cancel: job.fail,
  };
}

const noPackets: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]() {
    throw new Error('Only a live job has packets; await `finished` for a note or a file.');
  },
};
