import { join } from 'node:path';
import { openSafetensors } from '../../onnx/safetensors.ts';
import { openTorchFile } from '../../onnx/torch-file.ts';
import type { Weights } from '../../onnx/weights.ts';
import { readConfig, type SparkConfig } from './config.ts';
import { readTokenizer, type TokenizerContent } from './tokenizer.ts';

/** Checkpoint: the folder of Spark-TTS as its makers publish it: configuration, tokenizer, and three files of weights. */
export const weightFiles = {
  bicodec: 'BiCodec/model.safetensors',
  languageModel: 'LLM/model.safetensors',
  wav2vec2: 'wav2vec2-large-xlsr-53/pytorch_model.bin',
} as const;

export interface Checkpoint {
  readonly config: SparkConfig;
  readonly tokenizer: TokenizerContent;
  readonly bicodec: Weights;
  readonly languageModel: Weights;
  readonly wav2vec2: Weights;
  close(): Promise<void>;
}

/** Refuses, by the file concerned, what is missing, damaged or another model. */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const config = await readConfig(folder);
  const tokenizer = await readTokenizer(folder);
  const open: Weights[] = [];
  const opened = async (weights: Promise<Weights>) => {
    open.push(await weights);
    return open.at(-1)!;
  };
  const close = async () => {
    for (const weights of open) await weights.close();
  };
  try {
    return {
      config,
      tokenizer,
      bicodec: await opened(openSafetensors(join(folder, weightFiles.bicodec), weightFiles.bicodec)),
      languageModel: await opened(openSafetensors(join(folder, weightFiles.languageModel), weightFiles.languageModel)),
      wav2vec2: await opened(openTorchFile(join(folder, weightFiles.wav2vec2), weightFiles.wav2vec2)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
