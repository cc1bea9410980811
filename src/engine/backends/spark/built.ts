import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../../errors.ts';
import { firstDamaged, isBegun, RECORD_FILE, readRecord } from '../../models/build.ts';
import type { SparkConfig } from './config.ts';
import type { Scheme } from './networks/matrix.ts';
import type { KeptShape } from './networks/wave-generator.ts';
import type { SpeechTokens } from './tokens.ts';

/** Built: the folder that a checkpoint is made into: models as onnxruntime loads them, and this description of them. */
export const builtFiles = {
  description: 'spark.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer-config.json',
  embeddings: 'embeddings.bin',
  speaker: 'speaker.onnx',
  voice: 'voice.onnx',
  hearingStart: 'hearing-start.onnx',
  hearingEnd: 'hearing-end.onnx',
  meaning: 'meaning.onnx',
  prenet: 'prenet.onnx',
  wave: 'wave.onnx',
  /** Many steps in one Loop. */
  languageLoop: 'language-loop.onnx',
  /** The same with attention in bfloat16, for CUDA. */
  languageLoopInHalf: 'language-loop-bfloat16.onnx',
  /** A fixed number of steps one after the other, for providers without Loop. */
  languageUnrolled: 'language-unrolled.onnx',
} as const;

/** Raised when what is written changes, so that old folders are built anew. */
export const BUILT_FORMAT = 5;

export interface BuiltDescription {
  readonly format: number;
  readonly scheme: Scheme;
  readonly config: SparkConfig;
  readonly tokens: SpeechTokens;
  /** What the wave generator keeps between two parts. */
  readonly kept: readonly KeptShape[];
  /** Places of prompt and speech together. */
  readonly contextLength: number;
  /** What the language model can say, in this order. */
  readonly vocabulary: readonly { readonly from: number; readonly to: number }[];
  readonly unrolledSteps: number;
}

const headSchema = z.looseObject({ format: z.int(), scheme: z.enum(['float32', 'int8', 'int4']) });

/** Refuses a folder that is not there or was built by another version of this program ('model-not-built'), or is not whole any more ('model-damaged'). */
export async function readBuilt(folder: string): Promise<BuiltDescription> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(folder, builtFiles.description), 'utf8'));
  } catch (error) {
    throw notBuilt((await isBegun(folder)) ? 'its building was stopped before the end' : 'it is not there', error);
  }
  const head = headSchema.safeParse(content);
  if (!head.success) throw notBuilt(`${builtFiles.description} cannot be read`, head.error);
  if (head.data.format !== BUILT_FORMAT) throw notBuilt('it was built by another version of Consonant');
  const record = await readRecord(folder);
  const damaged = record ? await firstDamaged(folder, record) : RECORD_FILE;
  if (damaged !== undefined) {
    throw new Refusal(
      'model-damaged',
      `The model spark-tts-0.5b is damaged: "${join(folder, damaged)}" is missing or was cut off. Build it again: npm run consonant -- models build spark-tts-0.5b`,
    );
  }
  return content as BuiltDescription;
}

function notBuilt(why: string, cause?: unknown): Refusal {
  return new Refusal(
    'model-not-built',
    `The engine "spark" needs the model spark-tts-0.5b, and ${why}. Get and build it: npm run consonant -- models pull spark-tts-0.5b`,
    { cause },
  );
}
