import type { Grant } from '../consent/gate.ts';
import { isPrivatePlace } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Queue, SpeakHandle, Spoken } from '../jobs/queue.ts';
import type { Meters } from './meters.ts';

/** Metered queue: the queue it is given, with everything that goes through it counted. Whoever uses it sees no difference. */
export function meteredQueue(queue: Queue, meters: Meters): Queue {
  return {
    ...queue,
    submit(job, grant) {
      const labels = { form: grant.form, place: placeClass(grant) };
      try {
        return metered(queue.submit(job, grant), labels, meters);
      } catch (error) {
        meters.jobs.inc({ ...labels, outcome: outcomeOf(error) });
        throw error;
      }
    },
  };
}

export function placeClass({ placeId }: Pick<Grant, 'placeId'>): 'private' | 'group' {
  return isPrivatePlace(placeId) ? 'private' : 'group';
}

type Labels = { readonly form: string; readonly place: string };

function metered(handle: SpeakHandle, labels: Labels, meters: Meters): SpeakHandle {
  const { form } = labels;
  const acceptedMs = performance.now();
  let startedMs = acceptedMs;
  const stop = handle.onProgress(progress => {
    if (progress.state !== 'running' || startedMs !== acceptedMs) return;
    startedMs = performance.now();
    meters.queueWait.observe({ form }, (startedMs - acceptedMs) / 1000);
  });
  handle.finished
    .then(
      spoken => {
        meters.jobs.inc({ ...labels, outcome: 'done' });
        observeSpoken(spoken, (performance.now() - startedMs) / 1000, meters);
      },
      error => meters.jobs.inc({ ...labels, outcome: outcomeOf(error) }),
    )
    .finally(stop);
  if (form !== 'live') return handle;
  const onFirst = () => meters.firstAudio.observe({ form }, (performance.now() - startedMs) / 1000);
  return { ...handle, packets: withFirst(handle.packets, onFirst) };
}

function observeSpoken(spoken: Spoken, workSeconds: number, { cacheHits, firstAudio, realTimeFactor }: Meters): void {
  if (spoken.form === 'live') return;
  if (spoken.cached) {
    cacheHits.inc();
    return;
  }
  firstAudio.observe({ form: spoken.form }, spoken.firstAudioSeconds);
  if (spoken.durationSeconds > 0) realTimeFactor.observe({ form: spoken.form }, workSeconds / spoken.durationSeconds);
}

/** The same packets; `onFirst` is called with the first one. The one who stops reading is still seen to. */
function withFirst(packets: AsyncIterable<Uint8Array>, onFirst: () => void): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const inner = packets[Symbol.asyncIterator]();
      let isFirst = true;
      return {
        async next() {
          const result = await inner.next();
          if (isFirst && !result.done) onFirst();
          isFirst = false;
          return result;
        },
        return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

function outcomeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : 'bug';
}
