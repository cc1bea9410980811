import { parentPort } from 'node:worker_threads';
import { perform, type Task } from './tasks.ts';

/** A thread of the benchmark: does one task after another. */
parentPort!.on('message', async (task: Task) => parentPort!.postMessage(await perform(task)));
