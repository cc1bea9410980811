import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../../../errors.ts';
import { getFilesAgain } from '../../onnx/weights.ts';
import { languageModelKeys, preprocessorKeys, wav2vec2Keys } from './library-keys.ts';

/**
 * Configuration: what a Spark-TTS checkpoint says of itself in its own files. Keys that upstream reads at inference are required, those
 * that it only trains with are allowed, and whatever else there is is refused: an unknown key may mean an unknown network. Of the dozens of keys in the
 * files of the transformers library, what would change the network must have the value that is built.
 */
const size = z.int().positive();

const topSchema = z.strictObject({
  sample_rate: size,
  ref_segment_duration: z.number().positive(),
  latent_hop_length: size,
  volume_normalize: z.boolean(),
  highpass_cutoff_freq: z.number().optional(),
  segment_duration: z.number().optional(),
  max_val_duration: z.number().optional(),
});

/** A Vocos network: how many ConvNeXt blocks of which width. */
const vocosSchema = z.strictObject({
  input_channels: size,
  vocos_dim: size,
  vocos_intermediate_dim: size,
  vocos_num_layers: size,
  out_channels: size,
  /** Stages after the first network; each would change the rate by its number, and only 1 is used. */
  sample_ratios: z.array(z.literal(1)).default([1, 1]),
});

/** Whether a transposed convolution makes exactly `rate` places of one, from it and its two neighbours. */
function isRaisedBy(kernel: number | undefined, rate: number): boolean {
  return kernel !== undefined && kernel >= rate && kernel <= 3 * rate && (kernel - rate) % 2 === 0;
}

const bicodecSchema = z.strictObject({
  audio_tokenizer: z.strictObject({
    mel_params: z.strictObject({
      sample_rate: size,
      n_fft: size,
      win_length: size,
      hop_length: size,
      mel_fmin: z.number().nonnegative(),
      mel_fmax: z.number().positive().nullable(),
      num_mels: size,
    }),
    encoder: vocosSchema,
    decoder: z
      .strictObject({
        input_channel: size,
        channels: size,
        rates: z.array(size).nonempty(),
        kernel_sizes: z.array(size).nonempty(),
      })
      .refine(({ channels, rates }) => channels % 2 ** rates.length === 0, {
        message: 'channels must be halved without a rest by each of the rates',
      })
      .refine(({ rates, kernel_sizes: kernels }) => rates.every((rate, index) => isRaisedBy(kernels[index], rate)), {
        message: 'each of kernel_sizes must be its rate and an even number more, at most three times the rate',
      }),
    quantizer: z.strictObject({
      input_dim: size,
      codebook_size: size,
      codebook_dim: size,
      commitment: z.number().optional(),
      codebook_loss_weight: z.number().optional(),
      use_l2_normlize: z.literal(true),
      threshold_ema_dead_code: z.number().optional(),
    }),
    speaker_encoder: z.strictObject({
      input_dim: size,
      out_dim: size,
      latent_dim: size,
      token_num: size,
      fsq_levels: z.array(size).nonempty(),
      fsq_num_quantizers: z.literal(1),
    }),
    prenet: vocosSchema.extend({ condition_dim: size, use_tanh_at_final: z.literal(false) }),
    postnet: z.looseObject({}).optional(),
  }),
});

/** An object of the transformers library: `shape`, and keys that do not matter. */
function libraryObject<Shape extends z.ZodRawShape>(shape: Shape, others: ReadonlySet<string>) {
  return z.looseObject(shape).superRefine((value, context) => {
    const keys = Object.keys(value).filter(key => !Object.hasOwn(shape, key) && !others.has(key));
    if (keys.length > 0) context.addIssue({ code: 'unrecognized_keys', keys, message: `the key "${keys[0]}" is unknown` });
  });
}

const languageModelShape = {
  model_type: z.literal('qwen2'),
  hidden_size: size,
  intermediate_size: size,
  num_attention_heads: size,
  num_hidden_layers: size,
  num_key_value_heads: size,
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive(),
  rope_scaling: z.null().optional(),
  hidden_act: z.literal('silu'),
  tie_word_embeddings: z.literal(true),
  use_sliding_window: z.literal(false).default(false),
  layer_types: z.array(z.literal('full_attention')).optional(),
  use_mrope: z.literal(false).optional(),
  max_position_embeddings: size,
  vocab_size: size,
};
/** Version 5 of the library has put the base of the positions elsewhere. */
const languageModelSchema = z.preprocess(withPlainPositions, libraryObject(languageModelShape, languageModelKeys));

function withPlainPositions(content: unknown): unknown {
  const { rope_parameters: positions, ...rest } = (content ?? {}) as { rope_parameters?: Record<string, unknown> };
  const { rope_theta, rope_type = 'default', ...others } = positions ?? {};
  const isPlain = positions && rope_type === 'default' && Object.keys(others).length === 0;
  return isPlain ? { rope_theta, ...rest } : content;
}

const wav2vec2Shape = {
  model_type: z.literal('wav2vec2'),
  conv_dim: z.array(size).nonempty(),
  conv_kernel: z.array(size).nonempty(),
  conv_stride: z.array(size).nonempty(),
  conv_bias: z.literal(true),
  feat_extract_norm: z.literal('layer'),
  feat_extract_activation: z.literal('gelu'),
  hidden_act: z.literal('gelu'),
  do_stable_layer_norm: z.literal(true),
  hidden_size: size,
  intermediate_size: size,
  num_attention_heads: size,
  /** Only 16 of them are used. */
  num_hidden_layers: z.int().min(16),
  num_conv_pos_embeddings: size,
  num_conv_pos_embedding_groups: size,
  layer_norm_eps: z.number().positive(),
  add_adapter: z.literal(false).optional(),
  adapter_attn_dim: z.null().optional(),
};
const wav2vec2Schema = libraryObject(wav2vec2Shape, wav2vec2Keys);

const preprocessorSchema = libraryObject({ do_normalize: z.literal(true), sampling_rate: size }, preprocessorKeys);

export type TopConfig = z.infer<typeof topSchema>;
export type VocosConfig = z.infer<typeof vocosSchema>;
export type BicodecConfig = z.infer<typeof bicodecSchema>['audio_tokenizer'];
export type LanguageModelConfig = z.infer<typeof languageModelSchema>;
export type Wav2vec2Config = z.infer<typeof wav2vec2Schema>;

export interface SparkConfig {
  readonly top: TopConfig;
  readonly bicodec: BicodecConfig;
  readonly languageModel: LanguageModelConfig;
  readonly wav2vec2: Wav2vec2Config;
}

/** Of the checkpoint, without its weights. */
export const configFiles = {
  top: 'config.yaml',
  bicodec: 'BiCodec/config.yaml',
  languageModel: 'LLM/config.json',
  wav2vec2: 'wav2vec2-large-xlsr-53/config.json',
  preprocessor: 'wav2vec2-large-xlsr-53/preprocessor_config.json',
} as const;

/** Refuses what is missing, what is no configuration of this model, and sizes that do not fit together. */
export async function readConfig(folder: string): Promise<SparkConfig> {
  const preprocessor = await readOne(folder, configFiles.preprocessor, preprocessorSchema);
  const config = {
    ...(await readCodecConfig(folder)),
    languageModel: await readOne(folder, configFiles.languageModel, languageModelSchema),
    wav2vec2: await readOne(folder, configFiles.wav2vec2, wav2vec2Schema),
  };
  requireFit(config, preprocessor);
  return config;
}

/** Of the part that makes tokens of sound and sound of tokens. */
export async function readCodecConfig(folder: string): Promise<Pick<SparkConfig, 'top' | 'bicodec'>> {
  return {
    top: await readOne(folder, configFiles.top, topSchema),
    bicodec: (await readOne(folder, configFiles.bicodec, bicodecSchema)).audio_tokenizer,
  };
}

async function readOne<Schema extends z.ZodType>(folder: string, file: string, schema: Schema): Promise<z.infer<Schema>> {
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    throw new Refusal('checkpoint-file-missing', `${file} is missing. ${getFilesAgain}`, {
      cause: error,
    });
  }
  let content: unknown;
  try {
    content = file.endsWith('.yaml') ? parse(text) : JSON.parse(text);
  } catch (error) {
    throw unfit(file, `it is no ${file.endsWith('.yaml') ? 'YAML' : 'JSON'}`, error);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw unfit(file, `${path.join('.') || 'it'}: ${message}`);
}

/** Of the language model's matrices: they are cut into blocks of so many columns at least, and into heads. */
const BLOCK = 16;

/** Sizes that two files or two networks share. */
function requireFit(
  { top, bicodec, languageModel, wav2vec2 }: SparkConfig,
  { sampling_rate: heardRate }: z.infer<typeof preprocessorSchema>,
): void {
  const { mel_params: mel, encoder, decoder, quantizer, speaker_encoder: speaker, prenet } = bicodec;
  const { hidden_size: width, num_attention_heads: heads } = languageModel;
  const product = (factors: readonly number[]) => factors.reduce((all, factor) => all * factor, 1);
  const rules: [file: string, what: string, left: unknown, right: unknown][] = [
    [configFiles.bicodec, 'mel_params.sample_rate and sample_rate', mel.sample_rate, top.sample_rate],
    [configFiles.bicodec, 'the product of decoder.rates and latent_hop_length', product(decoder.rates), top.latent_hop_length],
    [configFiles.bicodec, 'mel_params.hop_length and latent_hop_length', mel.hop_length, top.latent_hop_length],
    [configFiles.bicodec, 'mel_params.n_fft and the next power of two', mel.n_fft, 2 ** Math.ceil(Math.log2(mel.n_fft))],
    [
      configFiles.bicodec,
      'mel_params.win_length and an even number up to n_fft',
      mel.win_length,
      2 * Math.floor(Math.min(mel.win_length, mel.n_fft) / 2),
    ],
    [configFiles.bicodec, 'the numbers of decoder.rates and kernel_sizes', decoder.rates.length, decoder.kernel_sizes.length],
    [configFiles.bicodec, 'mel_params.num_mels and speaker_encoder.input_dim', mel.num_mels, speaker.input_dim],
    [configFiles.bicodec, 'encoder.out_channels and quantizer.input_dim', encoder.out_channels, quantizer.input_dim],
    [configFiles.bicodec, 'quantizer.input_dim and prenet.input_channels', quantizer.input_dim, prenet.input_channels],
    [configFiles.bicodec, 'prenet.out_channels and decoder.input_channel', prenet.out_channels, decoder.input_channel],
    [configFiles.bicodec, 'prenet.condition_dim and speaker_encoder.out_dim', prenet.condition_dim, speaker.out_dim],
    [configFiles.bicodec, 'encoder.input_channels and the size of wav2vec2', encoder.input_channels, wav2vec2.hidden_size],
    [configFiles.wav2vec2, 'conv_dim and conv_kernel', wav2vec2.conv_dim.length, wav2vec2.conv_kernel.length],
    [configFiles.wav2vec2, 'conv_dim and conv_stride', wav2vec2.conv_dim.length, wav2vec2.conv_stride.length],
    [
      configFiles.wav2vec2,
      'the product of conv_stride and latent_hop_length',
      product(wav2vec2.conv_stride),
      top.latent_hop_length,
    ],
    [configFiles.wav2vec2, 'the rest of hidden_size by heads and 0', wav2vec2.hidden_size % wav2vec2.num_attention_heads, 0],
    [
      configFiles.wav2vec2,
      'the rest of hidden_size by groups and 0',
      wav2vec2.hidden_size % wav2vec2.num_conv_pos_embedding_groups,
      0,
    ],
    [configFiles.preprocessor, 'sampling_rate and sample_rate', heardRate, top.sample_rate],
    [configFiles.languageModel, 'the rest of hidden_size by heads and 0', width % heads, 0],
    [configFiles.languageModel, 'the rest of heads by key and value heads and 0', heads % languageModel.num_key_value_heads, 0],
    [configFiles.languageModel, `the rest of hidden_size by ${BLOCK} and 0`, width % BLOCK, 0],
    [configFiles.languageModel, `the rest of intermediate_size by ${BLOCK} and 0`, languageModel.intermediate_size % BLOCK, 0],
  ];
  for (const [file, what, left, right] of rules) {
    if (left !== right) throw unfit(file, `${what} are ${left} and ${right}, and must be equal`);
  }
}

function unfit(file: string, what: string, cause?: unknown): Refusal {
  return new Refusal(
    'checkpoint-config',
    `${file} does not describe a Spark-TTS model that this program knows: ${what}. ${getFilesAgain}`,
    { cause },
  );
}
