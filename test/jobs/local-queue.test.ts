import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import { queueConformance } from './queue-conformance.ts';
import { queuePatienceConformance } from './queue-conformance-patience.ts';
import { queueSafetyConformance } from './queue-conformance-safety.ts';

for (const conformance of [queueConformance, queueSafetyConformance, queuePatienceConformance]) {
  conformance('the local queue', createLocalQueue);
}
