import { createEngine } from './index.ts';
import { runEngineProcess } from './run-process.ts';

/** The engine process; started by host.ts with the id of a backend. */
await runEngineProcess(() => createEngine(process.argv[2]));
