import { after } from 'node:test';
import { loadSpark } from '../../../src/engine/backends/spark/open-spark.ts';
import { createEngineHost } from '../../../src/engine/host.ts';
import { engineConformance } from '../engine-conformance.ts';
import { makeTinyModel, speechReference } from './tiny-model.ts';

const model = await makeTinyModel();
// The engine process takes its settings from this one's environment.
Object.assign(process.env, model.environment);
after(() => model.remove());

const material = { references: async () => [speechReference()], text: 'The canoe slid on. Wait an hour.' };

engineConformance('spark', { ...material, createEngine: () => loadSpark(model.environment) });
engineConformance('spark through the host', { ...material, createEngine: () => createEngineHost({ engine: 'spark' }) });
