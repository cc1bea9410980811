import { Refusal } from '../errors.ts';
import type { Job } from './job.ts';
import type { Journal } from './journal.ts';
import { shuttingDownCode } from './refusals.ts';
import type { Tasks } from './tasks.ts';

/** Owed replies: keeps the journal in step with the jobs. Only jobs with an address are in it. */
export interface OwedReplies {
  /** Resolves when the entry is durable; rejects when it could not be written. */
  accepted(job: Job): Promise<void>;
  /** A failure is told by whoever waits for it, live speech was heard: both leave. What a shutdown ended stays for the next start. */
  over(job: Job, failure: Error | undefined): void;
  /** A note or a file was delivered. */
  answered(job: Job): void;
}

export function createOwedReplies(
  journal: Journal | undefined,
  tasks: Tasks,
  onFault: (what: string, error: unknown) => void,
): OwedReplies {
  const writes = new WeakMap<Job, Promise<void>>();

  function remove(job: Job): void {
    const written = writes.get(job);
    if (!journal || !written || !writes.delete(job)) return;
    const entry = { id: job.id, voiceId: job.grant.voiceId };
    const removed = written.then(
      () => journal.remove(entry),
      () => journal.remove(entry), // a write that failed may have been half done
    );
    tasks.track(removed.catch(error => onFault('the removal of a journal entry', error)));
  }

  return {
    accepted(job) {
      const { address } = job.request;
      if (!journal || address === undefined) return Promise.resolve();
      const { voiceId, personId, placeId, form } = job.grant;
      const entry = { id: job.id, voiceId, personId, placeId, form, job: { ...job.request, address } };
      const written = journal.write({ ...entry, acceptedAtMs: job.acceptedAtMs });
      writes.set(job, written);
      // A voice that is revoked meanwhile has no key to seal with: no fault.
      written.catch(error => job.state !== 'failed' && onFault('a journal entry', error));
      tasks.track(written);
      return written;
    },
    over(job, failure) {
      if (failure instanceof Refusal && failure.code === shuttingDownCode) return;
      if (failure || job.stream) remove(job);
    },
    answered: remove,
  };
}
