import { serveEngineThread } from '../../thread.ts';
import { loadSpark } from './open-spark.ts';

/** The thread in which the engine spark lives; started by open-spark.ts. */
await serveEngineThread(() => loadSpark());
