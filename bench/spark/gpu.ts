/**
 * The engine spark on a GPU, at real size with seeded weights: how many tokens a second, how long the vocoder takes, the real-time factor and
 * the first audio of whole speeches. Needs nothing but this checkout and its packages; the weights are made here (3.5 GB) and taken away again.
 *
 *   node bench/spark/gpu.ts --out FILE [--provider webgpu] [--schemes int8,int4] [--folder DIR] [--only-gpu]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planSpark } from '../../src/engine/backends/spark/build.ts';
import type { Scheme } from '../../src/engine/backends/spark/networks/matrix.ts';
import { openNetworks } from '../../src/engine/backends/spark/networks-at-work.ts';
import { createSparkEngine } from '../../src/engine/backends/spark/spark.ts';
import { writeVoice } from '../../src/engine/backends/spark/voice-codec.ts';
import { build } from '../../src/engine/models/build.ts';
import { Graph } from '../../src/engine/onnx/graph.ts';
import { modelBytes } from '../../src/engine/onnx/model-file.ts';
import { candidates, createModelOpener } from '../../src/engine/onnx/providers.ts';
import { openSession } from '../../src/engine/onnx/session.ts';
import { largestDifference, runOn } from '../../test/engine/spark/provider-comparison.ts';
import { describeMachine } from '../machine.ts';
import { measureDecoding, measureVocoder, measureWhole } from './measure.ts';
import { writeRealSize } from './real-size.ts';

const { values: flags } = parseArgs({
  options: {
    out: { type: 'string', default: 'spark-gpu.json' },
    provider: { type: 'string', default: 'webgpu' },
    schemes: { type: 'string', default: 'int8,int4' },
    folder: { type: 'string' },
    'only-gpu': { type: 'boolean', default: false },
  },
});

const never = new AbortController().signal;
const startMs = performance.now();
const folder = flags.folder ?? mkdtempSync(join(tmpdir(), 'consonant-gpu-'));
const results: Record<string, unknown> = { machine: describeMachine(), gpu: gpuName(), provider: flags.provider };

/** After each step, so that a run that is cut off leaves what it has. */
function keep(name: string, value: unknown): void {
  results[name] = value;
  writeFileSync(flags.out, JSON.stringify(results, null, 2));
  console.log(`${((performance.now() - startMs) / 1000).toFixed(0)} s  ${name}: ${JSON.stringify(value)}`);
}

function gpuName(): string {
  try {
    return execFileSync('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

async function measure(scheme: Scheme, provider: string): Promise<void> {
  const built = join(folder, `built-${scheme}`);
  const openModel = createModelOpener(candidates(provider)[0]);
  const networks = await openNetworks({ folder: built, openModel });
  const name = `${scheme} on ${provider}`;
  try {
    const loadMs = performance.now();
    await networks.warm();
    keep(`${name}, loading`, { seconds: (performance.now() - loadMs) / 1000 });
    // One whole speech first: shaders are compiled when they are first used.
    const engine = createSparkEngine(networks);
    const voice = writeVoice({ globalTokens: Int32Array.from({ length: 32 }, (_, index) => (index * 131) % 4096) }, 'en');
    await measureWhole(engine, voice, never);
    keep(`${name}, decoding`, await measureDecoding(networks, never));
    keep(`${name}, vocoder`, await measureVocoder(networks));
    keep(`${name}, whole`, [
      await measureWhole(engine, voice, never),
      await measureWhole(engine, voice, never),
      await measureWhole(engine, voice, never),
    ]);
  } catch (error) {
    keep(`${name}, failed`, String(error));
  } finally {
    await networks.close().catch(() => {});
  }
}

/** Before anything large is made. */
async function requireProvider(): Promise<void> {
  const graph = new Graph('does it load');
  const x = graph.input('x', 'float32', [4]);
  graph.output('y', graph.op('Add', [x, x], {}, { shape: [4] }));
  await (await openSession(await modelBytes(graph), { provider: flags.provider, logLevel: 1 })).close();
}

try {
  await requireProvider();
  const [here, there] = [await runOn('cpu', 'float32'), await runOn(flags.provider, 'float32')];
  keep('tiny model as on the processor', {
    sameTokens: String(here.rows) === String(there.rows),
    largestDifferenceOfSound: largestDifference(here.sound, there.sound),
  });
  const source = join(folder, 'source');
  if (!existsSync(join(source, 'LLM/model.safetensors'))) await writeRealSize(source);
  keep('weights written', true);
  for (const scheme of flags.schemes.split(',') as Scheme[]) {
    const plan = await planSpark(source, scheme);
    const target = join(folder, `built-${scheme}`);
    // Enrolling is done once for each voice; its parts are not measured here.
    const parts = plan.parts.filter(
      ({ name }) => !name.startsWith('hearing') && name !== 'who speaks' && name !== 'what is said',
    );
    if (!existsSync(target))
      await build({ plan: { ...plan, parts }, target, source: scheme, needsBytes: 0, onProgress: () => {} }, never);
    await plan.close();
    keep(`${scheme} built`, true);
    await measure(scheme, flags.provider);
  }
  if (!flags['only-gpu']) await measure(flags.schemes.split(',')[0] as Scheme, 'cpu');
} finally {
  if (!flags.folder) rmSync(folder, { recursive: true });
}
