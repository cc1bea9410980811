/**
 * Real size: a checkpoint of Spark-TTS-0.5B with seeded random weights: every tensor that is used at its real shape, so that speed and memory are
 * those of the real one. What it says is noise.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fixtureFolder, openGolden } from '../../test/engine/spark/golden.ts';
import { type SeededTensor, writeSeededFile } from '../../test/engine/spark/seeded-weights.ts';
import { writeSeededTorchFile } from '../../test/engine/spark/torch-writer.ts';

const vocos = {
  input_channels: 1024,
  vocos_dim: 384,
  vocos_intermediate_dim: 2048,
  vocos_num_layers: 12,
  out_channels: 1024,
  sample_ratios: [1, 1],
};

const bicodec = {
  mel_params: { sample_rate: 16_000, n_fft: 1024, win_length: 640, hop_length: 320, mel_fmin: 10, mel_fmax: null, num_mels: 128 },
  encoder: vocos,
  decoder: { input_channel: 1024, channels: 1536, rates: [8, 5, 4, 2], kernel_sizes: [16, 11, 8, 4] },
  quantizer: { input_dim: 1024, codebook_size: 8192, codebook_dim: 8, use_l2_normlize: true },
  speaker_encoder: {
    input_dim: 128,
    out_dim: 1024,
    latent_dim: 128,
    token_num: 32,
    fsq_levels: [4, 4, 4, 4, 4, 4],
    fsq_num_quantizers: 1,
  },
  prenet: { ...vocos, condition_dim: 1024, use_tanh_at_final: false },
};

const languageModel = {
  model_type: 'qwen2',
  hidden_size: 896,
  intermediate_size: 4864,
  num_attention_heads: 14,
  num_hidden_layers: 24,
  num_key_value_heads: 2,
  rms_norm_eps: 1e-6,
  rope_theta: 1e6,
  hidden_act: 'silu',
  tie_word_embeddings: true,
  max_position_embeddings: 32_768,
  vocab_size: 166_000,
};

const wav2vec2 = {
  model_type: 'wav2vec2',
  conv_dim: new Array(7).fill(512),
  conv_kernel: [10, 3, 3, 3, 3, 2, 2],
  conv_stride: [5, 2, 2, 2, 2, 2, 2],
  conv_bias: true,
  feat_extract_norm: 'layer',
  feat_extract_activation: 'gelu',
  hidden_act: 'gelu',
  do_stable_layer_norm: true,
  hidden_size: 1024,
  intermediate_size: 4096,
  num_attention_heads: 16,
  num_hidden_layers: 24,
  num_conv_pos_embeddings: 128,
  num_conv_pos_embedding_groups: 16,
  layer_norm_eps: 1e-5,
};

/** Writes it into `folder`, 3.6 GB, in the layout of the published one. */
export async function writeRealSize(folder: string): Promise<void> {
  await mkdir(join(folder, 'BiCodec'), { recursive: true });
  await openGolden(fixtureFolder).writeTokenizer(folder);
  await writeFile(
    join(folder, 'config.yaml'),
    stringify({ sample_rate: 16_000, ref_segment_duration: 6, latent_hop_length: 320, volume_normalize: true }),
  );
  await writeFile(join(folder, 'BiCodec/config.yaml'), stringify({ audio_tokenizer: bicodec }));
  await writeFile(join(folder, 'LLM/config.json'), JSON.stringify({ ...languageModel, eos_token_id: 802 }));
  await cp(join(fixtureFolder, 'wav2vec2-large-xlsr-53'), join(folder, 'wav2vec2-large-xlsr-53'), { recursive: true });
  await writeFile(join(folder, 'wav2vec2-large-xlsr-53/config.json'), JSON.stringify(wav2vec2));
  await writeSeededFile(join(folder, 'BiCodec/model.safetensors'), codecTensors());
  await writeSeededFile(join(folder, 'LLM/model.safetensors'), languageTensors());
  await writeSeededTorchFile(join(folder, 'wav2vec2-large-xlsr-53/pytorch_model.bin'), hearingTensors());
}

class Tensors {
  readonly all: SeededTensor[] = [];
  add(name: string, shape: readonly number[], offset: number, scale: number): void {
    this.all.push({ name, shape, dtype: 'F32', offset, scale });
  }
  /** Keeps the size of what goes through: variance 1 / fan-in. */
  matrix(name: string, shape: readonly number[], gain = 1): void {
    const fanIn = shape.slice(1).reduce((all, size) => all * size, 1);
    this.add(name, shape, 0, gain * Math.sqrt(3 / fanIn));
  }
  layer(name: string, shape: readonly number[], gain = 1): void {
    this.matrix(`${name}.weight`, shape, gain);
    this.add(`${name}.bias`, [shape[0]], 0, 0.1);
  }
  norm(name: string, size: number): void {
    this.add(`${name}.weight`, [size], 1, 0.2);
    this.add(`${name}.bias`, [size], 0, 0.1);
  }
  folded(name: string, shape: readonly number[], { length, bias = shape[0] }: { length: number; bias?: number }): void {
    this.add(`${name}.bias`, [bias], 0, 0.1);
    this.add(`${name}.weight_g`, [shape[0], 1, 1], length, length / 5);
    this.matrix(`${name}.weight_v`, shape);
  }
}

function backbone(
  tensors: Tensors,
  name: string,
  { from, blocks, condition }: { from: number; blocks: number; condition?: number },
): void {
  const { vocos_dim: width, vocos_intermediate_dim: inner } = vocos;
  const norm = (path: string) => {
    if (condition === undefined) return tensors.norm(path, width);
    tensors.matrix(`${path}.scale.weight`, [width, condition], 0.3);
    tensors.add(`${path}.scale.bias`, [width], 1, 0.1);
    tensors.layer(`${path}.shift`, [width, condition], 0.3);
  };
  tensors.layer(`${name}.embed`, [width, from, 7]);
  norm(`${name}.norm`);
  for (let block = 0; block < blocks; block++) {
    const path = `${name}.convnext.${block}`;
    tensors.add(`${path}.gamma`, [width], 0.3, 0.15);
    tensors.layer(`${path}.dwconv`, [width, 1, 7]);
    norm(`${path}.norm`);
    tensors.layer(`${path}.pwconv1`, [inner, width]);
    tensors.layer(`${path}.pwconv2`, [width, inner]);
  }
  tensors.norm(`${name}.final_layer_norm`, width);
}

function stages(tensors: Tensors, name: string): void {
  for (const stage of [0, 1]) backbone(tensors, `${name}.downsample.${stage}.1`, { from: 384, blocks: 2 });
}

function codecTensors(): SeededTensor[] {
  const tensors = new Tensors();
  backbone(tensors, 'encoder.encoder', { from: 1024, blocks: 12 });
  stages(tensors, 'encoder');
  tensors.layer('encoder.project', [1024, 384]);
  tensors.layer('prenet.linear_pre', [384, 1024]);
  stages(tensors, 'prenet');
  backbone(tensors, 'prenet.vocos_backbone', { from: 384, blocks: 12, condition: 1024 });
  tensors.layer('prenet.linear', [1024, 384]);
  waveTensors(tensors);
  tensors.folded('quantizer.in_project', [8, 1024, 1], { length: 1 });
  tensors.folded('quantizer.out_project', [1024, 8, 1], { length: 1 });
  tensors.add('quantizer.codebook.weight', [8192, 8], 0, 1);
  speakerTensors(tensors, 'speaker_encoder');
  return tensors.all;
}

function waveTensors(tensors: Tensors): void {
  const { channels, rates, kernel_sizes: kernels, input_channel: from } = bicodec.decoder;
  tensors.folded('decoder.model.0', [channels, from, 7], { length: 1 });
  for (const index of rates.keys()) {
    const name = `decoder.model.${index + 1}.block`;
    const [wide, narrow] = [channels / 2 ** index, channels / 2 ** (index + 1)];
    tensors.add(`${name}.0.alpha`, [1, wide, 1], 1, 0.5);
    tensors.folded(`${name}.1`, [wide, narrow, kernels[index]], { length: 1, bias: narrow });
    for (const unit of [2, 3, 4]) {
      const path = `${name}.${unit}.block`;
      for (const snake of [0, 2]) tensors.add(`${path}.${snake}.alpha`, [1, narrow, 1], 1, 0.5);
      tensors.folded(`${path}.1`, [narrow, narrow, 7], { length: 0.9 });
      tensors.folded(`${path}.3`, [narrow, narrow, 1], { length: 0.35 });
    }
  }
  tensors.add('decoder.model.5.alpha', [1, 96, 1], 1, 0.5);
  tensors.folded('decoder.model.6', [1, 96, 7], { length: 0.15 });
}

function speakerTensors(tensors: Tensors, name: string): void {
  const ecapa = `${name}.speaker_encoder`;
  const convolution = (path: string, shape: readonly number[]) => {
    tensors.layer(`${path}.conv`, shape);
    batchNorm(tensors, `${path}.bn`, shape[0]);
  };
  convolution(`${ecapa}.layer1`, [512, 128, 5]);
  for (const layer of [2, 3, 4]) {
    const path = `${ecapa}.layer${layer}.se_res2block`;
    convolution(`${path}.0`, [512, 512, 1]);
    for (let part = 0; part < 7; part++) {
      tensors.layer(`${path}.1.convs.${part}`, [64, 64, 3]);
      batchNorm(tensors, `${path}.1.bns.${part}`, 64);
    }
    convolution(`${path}.2`, [512, 512, 1]);
    tensors.layer(`${path}.3.linear1`, [128, 512]);
    tensors.layer(`${path}.3.linear2`, [512, 128]);
  }
  tensors.layer(`${ecapa}.conv`, [1536, 1536, 1]);
  const sampler = `${name}.perceiver_sampler`;
  tensors.add(`${sampler}.latents`, [32, 128], 0, 1.7);
  tensors.layer(`${sampler}.proj_context`, [128, 1536]);
  for (const layer of [0, 1]) {
    const path = `${sampler}.layers.${layer}`;
    tensors.matrix(`${path}.0.to_q.weight`, [512, 128]);
    tensors.matrix(`${path}.0.to_kv.weight`, [1024, 128]);
    tensors.matrix(`${path}.0.to_out.weight`, [128, 512]);
    tensors.layer(`${path}.1.0`, [682, 128]);
    tensors.layer(`${path}.1.2`, [128, 341]);
  }
  tensors.add(`${sampler}.norm.gamma`, [128], 1, 0.2);
  tensors.layer(`${name}.quantizer.project_in`, [6, 128]);
  tensors.layer(`${name}.quantizer.project_out`, [128, 6]);
  tensors.layer(`${name}.project`, [1024, 4096]);
}

function batchNorm(tensors: Tensors, name: string, size: number): void {
  tensors.norm(name, size);
  tensors.add(`${name}.running_mean`, [size], 0, 0.3);
  tensors.add(`${name}.running_var`, [size], 1, 0.3);
}

function languageTensors(): SeededTensor[] {
  const tensors = new Tensors();
  const { hidden_size: width, intermediate_size: inner, num_hidden_layers: layers, vocab_size: vocabulary } = languageModel;
  tensors.add('model.embed_tokens.weight', [vocabulary, width], 0, 0.05);
  for (let layer = 0; layer < layers; layer++) {
    const name = `model.layers.${layer}`;
    tensors.layer(`${name}.self_attn.q_proj`, [width, width], 1.5);
    tensors.layer(`${name}.self_attn.k_proj`, [128, width], 1.5);
    tensors.layer(`${name}.self_attn.v_proj`, [128, width]);
    tensors.matrix(`${name}.self_attn.o_proj.weight`, [width, width], 0.7);
    tensors.matrix(`${name}.mlp.gate_proj.weight`, [inner, width]);
    tensors.matrix(`${name}.mlp.up_proj.weight`, [inner, width]);
    tensors.matrix(`${name}.mlp.down_proj.weight`, [width, inner], 0.7);
    for (const norm of ['input_layernorm', 'post_attention_layernorm']) tensors.add(`${name}.${norm}.weight`, [width], 1, 0.2);
  }
  tensors.add('model.norm.weight', [width], 2.5, 0.5);
  return tensors.all;
}

function hearingTensors(): SeededTensor[] {
  const tensors = new Tensors();
  const { conv_dim: channels, conv_kernel: kernels, hidden_size: width, intermediate_size: inner } = wav2vec2;
  for (const [index, to] of channels.entries()) {
    const name = `wav2vec2.feature_extractor.conv_layers.${index}`;
    tensors.layer(`${name}.conv`, [to, index === 0 ? 1 : channels[index - 1], kernels[index]]);
    tensors.norm(`${name}.layer_norm`, to);
  }
  tensors.norm('wav2vec2.feature_projection.layer_norm', 512);
  tensors.layer('wav2vec2.feature_projection.projection', [width, 512]);
  const positions = 'wav2vec2.encoder.pos_conv_embed.conv';
  tensors.add(`${positions}.bias`, [width], 0, 0.1);
  tensors.add(`${positions}.weight_g`, [1, 1, 128], 0.49, 0.1);
  tensors.matrix(`${positions}.weight_v`, [width, width / 16, 128]);
  for (let layer = 0; layer < 16; layer++) {
    const name = `wav2vec2.encoder.layers.${layer}`;
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) tensors.layer(`${name}.attention.${part}`, [width, width]);
    tensors.norm(`${name}.layer_norm`, width);
    tensors.layer(`${name}.feed_forward.intermediate_dense`, [inner, width]);
    tensors.layer(`${name}.feed_forward.output_dense`, [width, inner], 0.7);
    tensors.norm(`${name}.final_layer_norm`, width);
  }
  return tensors.all;
}
