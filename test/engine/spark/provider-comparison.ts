import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSpark } from '../../../src/engine/backends/spark/build.ts';
import type { Scheme } from '../../../src/engine/backends/spark/networks/matrix.ts';
import { openNetworks } from '../../../src/engine/backends/spark/networks-at-work.ts';
import { createUniforms, samplingDefaults } from '../../../src/engine/backends/spark/sampling.ts';
import { build } from '../../../src/engine/models/build.ts';
import { candidates, createModelOpener } from '../../../src/engine/onnx/providers.ts';
import { fixtureFolder, openGolden } from './golden.ts';
import { seededIds } from './seeded-weights.ts';

/** Provider comparison: the tiny seeded model, speaking through one provider and through another: tokens and sound. */
export interface ProviderResult {
  readonly rows: readonly number[];
  readonly voice: Float32Array;
  readonly sound: Float32Array;
}

const never = new AbortController().signal;
const TOKENS = 20;
const FRAMES = 60;

/** What `provider` makes of the same prompt and the same tokens; the sound in three parts. */
export async function runOn(provider: string, scheme: Scheme): Promise<ProviderResult> {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-provider-'));
  try {
    await openGolden(fixtureFolder).writeCheckpoint(join(folder, 'source'));
    const plan = await planSpark(join(folder, 'source'), scheme);
    await build({ plan, target: join(folder, 'built'), source: 'tiny', needsBytes: 0, onProgress: () => {} }, never);
    await plan.close();
    const networks = await openNetworks({
      folder: join(folder, 'built'),
      openModel: createModelOpener(candidates(provider)[0], 2),
    });
    try {
      const language = await networks.language();
      const sequence = await language.begin([...seededIds('prompt', 30, 14_000)], never);
      // Without the first row, which ends a speech.
      const mask = new Float32Array(language.rowCount).fill(Number.NEGATIVE_INFINITY, 0, 1);
      const { rows } = await sequence.continue({ ...samplingDefaults, mask, uniforms: createUniforms(3)(TOKENS) });
      const vocoder = await networks.vocoder();
      const voice = await vocoder.voice(seededIds('voice', 32, 4096));
      const stream = await vocoder.begin(voice);
      const frames = [...seededIds('frames', FRAMES, 8192)];
      const parts: Float32Array[] = [];
      for (const [from, to] of [
        [0, 30],
        [30, 45],
        [45, FRAMES],
      ])
        parts.push(await stream.push(frames.slice(from, to), to === FRAMES));
      return { rows, voice, sound: Float32Array.from(parts.flatMap(part => [...part])) };
    } finally {
      await networks.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0);
}
