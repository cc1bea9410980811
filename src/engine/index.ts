import { Refusal } from '../errors.ts';
import type { Engine } from './engine.ts';
import type { BuildPlan } from './models/build-plan.ts';

/** Backends by id. To add one: write backends/<id>.ts, add its line here, run test/engine/engine-conformance.ts on it. */
export const backends: Readonly<Record<string, () => Promise<Engine>>> = {
  mynah: async () => (await import('./backends/mynah/mynah.ts')).createMynah(),
  spark: async () => (await import('./backends/spark/open-spark.ts')).openSpark(),
  tone: async () => (await import('./backends/tone.ts')).createTone(),
};

/** Engine -> how the model that it loads is made of the published one; `scheme`: one of those in the manifest. */
export const planners: Readonly<Record<string, (folder: string, scheme: string) => Promise<BuildPlan>>> = {
  spark: async (folder, scheme) => (await import('./backends/spark/build.ts')).planSpark(folder, scheme as 'int8'),
};

export const defaultEngine = 'mynah';

/** Loads a backend on first use. Refuses an id that is not in the table. */
export async function createEngine(id: string): Promise<Engine> {
  if (!Object.hasOwn(backends, id)) {
    throw new Refusal(
      'engine-unknown',
      `There is no engine "${id}". Known engines: ${Object.keys(backends).join(', ')}. Choose one of them; the usual one is ${defaultEngine}.`,
    );
  }
  return backends[id]();
}
