import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSpark } from '../../src/engine/backends/spark/build.ts';
import type { Scheme } from '../../src/engine/backends/spark/networks/matrix.ts';
import { openNetworks } from '../../src/engine/backends/spark/networks-at-work.ts';
import { normalizeVolume, standardize } from '../../src/engine/backends/spark/reference-sound.ts';
import type { Reference } from '../../src/engine/engine.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import { build } from '../../src/engine/models/build.ts';
import { foldersOf } from '../../src/engine/models/folders.ts';
import { candidates, createModelOpener } from '../../src/engine/onnx/providers.ts';
import { fixtureFolder, openGolden } from '../../test/engine/spark/golden.ts';
import type { Bar } from '../report.ts';
import { measureAgreement } from '../spark/agreement.ts';
import { type Decoding, measureDecoding, measureVocoder, measureWhole } from '../spark/measure.ts';
import { writeRealSize } from '../spark/real-size.ts';
import type { Context } from './context.ts';

/**
 * The engine spark on the processor, at real size with seeded weights. The weights (3.5 GB) and what is built of them lie in the temporary folder and are
 * used again; nothing else takes them away. The baseline in the same run is the same language model in float32.
 */
const FOLDER = join(tmpdir(), 'consonant-bench-spark');
const THREADS = 2;
const never = new AbortController().signal;

export async function measureSpark(_context: Context): Promise<Bar[]> {
  const source = join(FOLDER, 'source');
  if (!existsSync(join(source, 'complete'))) {
    note('writing the weights');
    await writeRealSize(source);
    await writeFile(join(source, 'complete'), '');
  }
  const decoding: Partial<Record<Scheme, Decoding>> = {};
  const heard: Partial<Record<Scheme, Int32Array>> = {};
  let vocoder = Number.NaN;
  for (const scheme of ['float32', 'int4', 'int8'] as const) {
    await buildScheme(source, scheme);
    note(`decoding, ${scheme}`);
    const networks = await openNetworks({
      folder: builtFolder(scheme),
      openModel: createModelOpener(candidates('cpu')[0], THREADS),
    });
    decoding[scheme] = await best(() => measureDecoding(networks, never));
    heard[scheme] = await networks.readSpeech(standardize(normalizeVolume(sixSeconds())));
    if (scheme === 'int8') vocoder = Math.min(...Object.values(await measureVocoder(networks, [24, 48])));
    await networks.close();
  }
  note(
    `prompt of 300 tokens: ${(['int8', 'int4', 'float32'] as const).map(scheme => `${scheme} ${decoding[scheme]!.promptSeconds.toFixed(2)} s`).join(', ')}`,
  );
  note('agreement with float32');
  for (const [scheme, { cosine, sameFirst }] of Object.entries(await measureAgreement(source, ['int8', 'int4'])))
    note(`${scheme}: cosine of logits ${cosine.toFixed(5)}, same first choice in ${(100 * sameFirst).toFixed(0)} % of prompts`);
  const same = heard.int8!.filter((token, index) => token === heard.float32![index]).length;
  note(`hearing in 8 bits: ${((100 * same) / heard.int8!.length).toFixed(0)} % of the semantic tokens are those of float32`);
  const process = await measureProcess();
  const row = (measure: string, value: number, limits: Omit<Bar, 'measure' | 'value'>): Bar => ({ measure, value, ...limits });
  return [
    row('spark: decode after 300 tokens, 8 bits', decoding.int8!.tokensPerSecond, {
      bar: 40,
      aim: 55,
      unit: 'tokens/s',
      digits: 1,
      higherIsBetter: true,
    }),
    row('spark: the same, 4 bits', decoding.int4!.tokensPerSecond, {
      bar: 60,
      aim: 90,
      unit: 'tokens/s',
      digits: 1,
      higherIsBetter: true,
    }),
    row('spark: 8 bits against float32 in the same run', decoding.int8!.tokensPerSecond / decoding.float32!.tokensPerSecond, {
      bar: 2,
      unit: 'times',
      digits: 1,
      higherIsBetter: true,
    }),
    row('spark: vocoder, seconds per second of speech', vocoder, { bar: 0.55, aim: 0.3, unit: 's' }),
    row('spark: whole sentence, real-time factor', process.realTimeFactor, { bar: 1.6, aim: 1, unit: '' }),
    row('spark: first audio, warm', process.firstAudioSeconds, { bar: 2.5, aim: 1.2, unit: 's' }),
    row('spark: enrol 6 s without transcript', process.enrolSeconds, { bar: 0.6, aim: 0.3, unit: 's' }),
    row('spark: enrol 6 s with transcript', process.enrolWithTranscriptSeconds, { bar: 4, aim: 2, unit: 's' }),
    row('spark: the same the first time, 0.4 GB from disk', process.coldSeconds, { bar: 4, aim: 2, unit: 's' }),
    row('spark: memory of the engine process, 8 bits', process.speakingMegabytes, {
      bar: 1600,
      aim: 1100,
      unit: 'MB',
      digits: 0,
    }),
    row('spark: the same at most, having enrolled with a transcript', process.peakMegabytes, {
      bar: 1600,
      unit: 'MB',
      digits: 0,
    }),
  ];
}

function note(text: string): void {
  process.stderr.write(`    ${text}\n`);
}

function modelsFolder(scheme: Scheme): string {
  return join(FOLDER, scheme);
}

function builtFolder(scheme: Scheme): string {
  return foldersOf('spark-tts-0.5b', { CONSONANT_MODELS: modelsFolder(scheme) }).built;
}

async function buildScheme(source: string, scheme: Scheme): Promise<void> {
  const target = builtFolder(scheme);
  const plan = await planSpark(source, scheme);
  try {
    const record = await readFile(join(target, 'checksums.json'), 'utf8').catch(() => '{}');
    if ((JSON.parse(record) as { format?: number }).format === plan.format) return;
    note(`building, ${scheme}`);
    await build({ plan, target, source: 'seeded', needsBytes: 5e9, onProgress: () => {} }, never);
  } finally {
    await plan.close();
  }
}

function sixSeconds(): Float32Array {
  return openGolden(fixtureFolder).sound('long').slice(0, 96_000);
}

/** Of three: other work on the machine only makes it slower. */
async function best(measure: () => Promise<Decoding>): Promise<Decoding> {
  const runs = [await measure(), await measure(), await measure()];
  return {
    promptSeconds: Math.min(...runs.map(run => run.promptSeconds)),
    tokensPerSecond: Math.max(...runs.map(run => run.tokensPerSecond)),
  };
}

/** Through the host, as the bot uses it. */
async function measureProcess() {
  Object.assign(process.env, {
    CONSONANT_MODELS: modelsFolder('int8'),
    CONSONANT_PROVIDER: 'cpu',
    CONSONANT_THREADS: String(THREADS),
  });
  const host = await createEngineHost({ engine: 'spark', startSeconds: 120 });
  try {
    const reference: Reference = { audio: { samples: sixSeconds(), sampleRateHz: 16_000 }, language: 'en' };
    const enrol = async (more: Partial<Reference>) => {
      const startMs = performance.now();
      const print = await host.enroll([{ ...reference, ...more }], never);
      return { print, seconds: (performance.now() - startMs) / 1000 };
    };
    const { print } = await enrol({});
    const enrolSeconds = Math.min((await enrol({})).seconds, (await enrol({})).seconds);
    await measureWhole(host, print, never);
    const wholes = [
      await measureWhole(host, print, never),
      await measureWhole(host, print, never),
      await measureWhole(host, print, never),
    ];
    const speakingMegabytes = await residentMegabytes(host.pid!, 'VmRSS');
    const withTranscript = async () => (await enrol({ transcript: 'These are the words.' })).seconds;
    const coldSeconds = await withTranscript();
    const enrolWithTranscriptSeconds = Math.min(await withTranscript(), await withTranscript());
    return {
      enrolSeconds,
      enrolWithTranscriptSeconds,
      coldSeconds,
      realTimeFactor: Math.min(...wholes.map(whole => whole.realTimeFactor)),
      firstAudioSeconds: Math.min(...wholes.map(whole => whole.firstAudioSeconds)),
      speakingMegabytes,
      peakMegabytes: await residentMegabytes(host.pid!, 'VmHWM'),
    };
  } finally {
    await host.close();
  }
}

/** Linux only; not measured elsewhere. */
async function residentMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1];
  return kilobytes ? Number(kilobytes) / 1000 : Number.NaN;
}
