import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSpark } from '../../../src/engine/backends/spark/build.ts';
import type { Scheme } from '../../../src/engine/backends/spark/networks/matrix.ts';
import type { Reference } from '../../../src/engine/engine.ts';
import { build } from '../../../src/engine/models/build.ts';
import { fixtureFolder, openGolden } from './golden.ts';

/** Tiny model: Spark-TTS with seeded weights and small layers, built in a temporary folder, and what the engine takes as its environment. */
export interface TinyModel {
  /** With the model in it, in the layout of CONSONANT_MODELS. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

export async function makeTinyModel(scheme: Scheme = 'int8'): Promise<TinyModel> {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-tiny-'));
  const model = join(folder, 'spark-tts-0.5b');
  await openGolden(fixtureFolder).writeCheckpoint(join(model, 'source'));
  const plan = await planSpark(join(model, 'source'), scheme);
  const never = new AbortController().signal;
  await build({ plan, target: join(model, 'built'), source: 'seeded', needsBytes: 0, onProgress: () => {} }, never);
  await plan.close();
  return {
    folder,
    environment: { CONSONANT_MODELS: folder, CONSONANT_PROVIDER: 'cpu', CONSONANT_THREADS: '1' },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** 3.7 s of speech of the golden vectors. */
export function speechReference(more: Partial<Reference> = {}): Reference {
  return { audio: { samples: openGolden(fixtureFolder).sound('speech'), sampleRateHz: 16_000 }, language: 'en', ...more };
}
