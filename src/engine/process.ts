import { createEngine } from './index.ts';
import { runEngineProcess } from './run-process.ts';

/** The engine process; started by host.ts with the id of a backend and the settings of its studio, as JSON. */
await runEngineProcess(() => createEngine(process.argv[2]), JSON.parse(process.argv[3] ?? '{}'));
