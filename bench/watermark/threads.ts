import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task } from './tasks.ts';

/** Threads: as many as there are processors; outcomes in the order of the tasks. */
export async function performAll<Outcome>(tasks: readonly Task[], onDone: (task: Task) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async () => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url));
    try {
      while (next < tasks.length) {
        const index = next++;
        worker.postMessage(tasks[index]);
        // An error of the thread rejects this.
        [outcomes[index]] = await once(worker, 'message');
        onDone(tasks[index]);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(tasks.length, availableParallelism()) }, work));
  return outcomes;
}
