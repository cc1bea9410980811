import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/engine/backends/spark/checkpoint.ts';
import { openEmbeddings, writeEmbeddings } from '../../src/engine/backends/spark/embedding-file.ts';
import { createLanguage } from '../../src/engine/backends/spark/language.ts';
import { languageModel } from '../../src/engine/backends/spark/networks/language-model.ts';
import type { Scheme } from '../../src/engine/backends/spark/networks/matrix.ts';
import { addedTokens } from '../../src/engine/backends/spark/tokenizer.ts';
import { findTokens, spokenVocabulary } from '../../src/engine/backends/spark/tokens.ts';
import { writeModels } from '../../src/engine/onnx/model-file.ts';
import { openSession } from '../../src/engine/onnx/session.ts';
import { seededIds } from '../../test/engine/spark/seeded-weights.ts';

/** Agreement: how near a quantized language model is to the one in float32: the angle between their logits, and whether their first choice is the same. */
export interface Agreement {
  readonly cosine: number;
  /** Share of prompts after which both would say the same. */
  readonly sameFirst: number;
}

const PROMPTS = 32;
const PROMPT_LENGTH = 40;
const GREEDY = { temperature: 1, topK: 1, topP: 1 };
const never = new AbortController().signal;

export async function measureAgreement(source: string, schemes: readonly Scheme[]): Promise<Record<string, Agreement>> {
  const exact = await logitsOf(source, 'float32');
  const found: Record<string, Agreement> = {};
  for (const scheme of schemes) {
    const logits = await logitsOf(source, scheme);
    const cosines = logits.map((row, prompt) => cosine(row, exact[prompt]));
    const same = logits.filter((row, prompt) => firstChoice(row) === firstChoice(exact[prompt]));
    found[scheme] = { cosine: cosines.reduce((sum, value) => sum + value, 0) / PROMPTS, sameFirst: same.length / PROMPTS };
  }
  return found;
}

/** The logits after each of the prompts. */
async function logitsOf(source: string, scheme: Scheme): Promise<Float32Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-agreement-'));
  const checkpoint = await openCheckpoint(source);
  try {
    const { config, languageModel: weights, tokenizer } = checkpoint;
    const vocabulary = spokenVocabulary(findTokens(addedTokens(tokenizer), config.bicodec));
    const rowCount = vocabulary.reduce((sum, { from, to }) => sum + to - from, 0);
    const graph = languageModel(weights, {
      config: config.languageModel,
      scheme,
      contextLength: 512,
      vocabulary,
      endRows: [-1],
      steps: { kind: 'loop' },
      traced: true,
    });
    await writeModels([{ graph, file: 'model.onnx' }], { folder, dataFile: 'model.data' });
    await writeEmbeddings(weights, join(folder, 'embeddings'), { scheme });
    const session = await openSession(join(folder, 'model.onnx'));
    const embeddings = await openEmbeddings(join(folder, 'embeddings'), { width: config.languageModel.hidden_size, scheme });
    const language = createLanguage({
      session,
      embeddings,
      config: config.languageModel,
      rowCount,
      stepsPerRun: 'any',
      isEnd: () => false,
    });
    const all: Float32Array[] = [];
    for (let prompt = 0; prompt < PROMPTS; prompt++) {
      const sequence = await language.begin([...seededIds(`prompt ${prompt}`, PROMPT_LENGTH, 14_000)], never);
      const { traces } = await sequence.continue({ ...GREEDY, mask: new Float32Array(rowCount), uniforms: new Float32Array(1) });
      all.push((traces.logits.data as Float32Array).slice());
    }
    await session.close();
    await embeddings.close();
    return all;
  } finally {
    await checkpoint.close();
    await rm(folder, { recursive: true });
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return dot / Math.sqrt(aa * bb);
}

function firstChoice(logits: Float32Array): number {
  return logits.reduce((best, value, row) => (value > logits[best] ? row : best), 0);
}
