import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildPart, BuildPlan } from '../../models/build-plan.ts';
import type { Graph } from '../../onnx/graph.ts';
import { writeModels } from '../../onnx/model-file.ts';
import { BUILT_FORMAT, type BuiltDescription, builtFiles } from './built.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { writeEmbeddings } from './embedding-file.ts';
import { hearingEndGraph, hearingStartGraph, meaningGraph, prenetGraph, speakerGraph, voiceGraph, waveGraph } from './graphs.ts';
import { requireShape } from './networks/kit.ts';
import { languageModel } from './networks/language-model.ts';
import type { Scheme } from './networks/matrix.ts';
import { addedTokens, withoutAddedTokens } from './tokenizer.ts';
import { findTokens, spokenVocabulary } from './tokens.ts';

/** Build: a checkpoint made into models, part by part. Whatever is wrong with the checkpoint is found before the first part is written. */
const LONGEST_CONTEXT = 4096;
const UNROLLED_STEPS = 16;

export async function planSpark(checkpointFolder: string, scheme: Scheme): Promise<BuildPlan> {
  const checkpoint = await openCheckpoint(checkpointFolder);
  try {
    return planCheckpoint(checkpoint, scheme);
  } catch (error) {
    await checkpoint.close();
    throw error;
  }
}

/** Refuses weights that do not fit the configuration. Closes the checkpoint when the plan is closed. */
export function planCheckpoint(checkpoint: Checkpoint, scheme: Scheme): BuildPlan {
  const description = describe(checkpoint, scheme);
  return { format: BUILT_FORMAT, parts: partsOf(checkpoint, description), close: () => checkpoint.close() };
}

function describe({ config, tokenizer, bicodec, languageModel }: Checkpoint, scheme: Scheme): BuiltDescription {
  const { vocab_size: ids, hidden_size: width } = config.languageModel;
  requireShape(languageModel, 'model.embed_tokens.weight', [ids, width]);
  const tokens = findTokens(addedTokens(tokenizer), config.bicodec);
  return {
    format: BUILT_FORMAT,
    scheme,
    config,
    tokens,
    kept: waveGraph(bicodec, config.bicodec).kept,
    contextLength: Math.min(config.languageModel.max_position_embeddings, LONGEST_CONTEXT),
    vocabulary: spokenVocabulary(tokens),
    unrolledSteps: UNROLLED_STEPS,
  };
}

function partsOf(
  { config, tokenizer, bicodec, languageModel: language, wav2vec2 }: Checkpoint,
  description: BuiltDescription,
): BuildPart[] {
  const { scheme, vocabulary, tokens, contextLength } = description;
  const endRows = [tokens.end, tokens.endSemantic].map(id => rowOf(vocabulary, id));
  const options = { config: config.languageModel, scheme, contextLength, vocabulary, endRows };
  const hearing = scheme === 'int4' ? 'int8' : scheme;
  const loop = languageModel(language, { ...options, steps: { kind: 'loop' } });
  const loopInHalf = languageModel(language, {
    ...options,
    steps: { kind: 'loop' },
    wholeNumbers: false,
    attentionType: 'bfloat16',
  });
  const unrolled = languageModel(language, {
    ...options,
    steps: { kind: 'unrolled', count: UNROLLED_STEPS },
    wholeNumbers: false,
  });
  return [
    modelPart('who speaks', [{ graph: speakerGraph(bicodec, config.bicodec), file: builtFiles.speaker }]),
    modelPart('voice', [{ graph: voiceGraph(bicodec, config.bicodec), file: builtFiles.voice }]),
    modelPart('hearing, first half', [
      { graph: hearingStartGraph(wav2vec2, config.wav2vec2, { scheme: hearing }), file: builtFiles.hearingStart },
    ]),
    modelPart('hearing, second half', [
      { graph: hearingEndGraph(wav2vec2, config.wav2vec2, { scheme: hearing }), file: builtFiles.hearingEnd },
    ]),
    modelPart('what is said', [{ graph: meaningGraph(bicodec, config.bicodec), file: builtFiles.meaning }]),
    modelPart('prenet', [{ graph: prenetGraph(bicodec, config.bicodec), file: builtFiles.prenet }]),
    modelPart('wave generator', [{ graph: waveGraph(bicodec, config.bicodec).graph, file: builtFiles.wave }]),
    modelPart(`language model, ${scheme}`, [
      { graph: loop, file: builtFiles.languageLoop },
      { graph: loopInHalf, file: builtFiles.languageLoopInHalf },
      { graph: unrolled, file: builtFiles.languageUnrolled },
    ]),
    {
      name: 'embeddings',
      files: [builtFiles.embeddings],
      write: (folder, progress) => writeEmbeddings(language, join(folder, builtFiles.embeddings), { scheme, ...progress }),
    },
    {
      name: 'tokenizer and description',
      files: [builtFiles.tokenizer, builtFiles.tokenizerConfig, builtFiles.description],
      async write(folder) {
        const plain = withoutAddedTokens(tokenizer);
        await writeFile(join(folder, builtFiles.tokenizer), JSON.stringify(plain.tokenizer));
        await writeFile(join(folder, builtFiles.tokenizerConfig), JSON.stringify(plain.config));
        await writeFile(join(folder, builtFiles.description), JSON.stringify(description, null, 2));
      },
    },
  ];
}

function modelPart(name: string, models: readonly { graph: Graph; file: string }[]): BuildPart {
  const dataFile = `${models[0].file}.data`;
  return {
    name,
    files: [...models.map(({ file }) => file), dataFile],
    write: (folder, progress) => writeModels(models, { folder, dataFile }, progress),
  };
}

/** Number of the row of an id. */
export function rowOf(vocabulary: BuiltDescription['vocabulary'], id: number): number {
  let row = 0;
  for (const { from, to } of vocabulary) {
    if (id >= from && id < to) return row + id - from;
    row += to - from;
  }
  throw new RangeError(`The id ${id} is not in the vocabulary of speech.`);
}
