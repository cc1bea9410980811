import type { Value } from '../../../onnx/graph.ts';
import type { Wav2vec2Config } from '../config.ts';
import type { Kit, LinearSizes } from './kit.ts';
import { multiply, type Scheme, wholeTensors } from './matrix.ts';
import { foldedWeight } from './weight-norm.ts';

/**
 * wav2vec 2.0 (Baevski et al. 2020) in the form of "large xlsr 53" (norms before each part of a layer): what was said, 50 times a second.
 * Spark-TTS takes the mean of three hidden states, so only the layers up to the last of them are built. They come in two parts, each a model of
 * its own, so that never more than half of them has to be in memory.
 */
const NAME = 'wav2vec2';
/** The hidden states that are averaged, counted as transformers does: number k comes out of the k-th layer. */
export const USED_STATES = [11, 14, 16] as const;
export const USED_LAYERS = 16;

/** Normalised sound [1, N] -> hidden state 0, [1, T, width]; `heard`: what the convolutions gave, [1, T, channels]. */
export function hear(kit: Kit, sound: Value, config: Wav2vec2Config): { state: Value; heard: Value } {
  const { graph } = kit;
  const { conv_dim: channels, conv_kernel: kernels, conv_stride: strides, hidden_size: width, layer_norm_eps: epsilon } = config;
  let x = graph.op('Unsqueeze', [sound, graph.constant('int64', [1, 2])], {}, { shape: [1, 1, 1, 'samples'] });
  let rows = x;
  for (const [index, to] of channels.entries()) {
    const name = `${NAME}.feature_extractor.conv_layers.${index}`;
    const length = index === channels.length - 1 ? 'frames' : `heard ${index}`;
    const options = { from: index === 0 ? 1 : channels[index - 1], to, kernel: kernels[index], stride: strides[index], length };
    rows = kit.toRows(kit.convolution(x, `${name}.conv`, options)); // [1, T, channels]
    rows = kit.gelu(kit.layerNorm(rows, `${name}.layer_norm`, epsilon));
    if (index < channels.length - 1) x = kit.toChannels(rows);
  }
  const normed = kit.layerNorm(rows, `${NAME}.feature_projection.layer_norm`, epsilon);
  const projected = kit.linear(normed, `${NAME}.feature_projection.projection`, { from: channels.at(-1)!, to: width });
  return { state: kit.add(projected, positions(kit, projected, config)), heard: rows };
}

/** Where a frame stands, as a wide grouped convolution tells it, [1, T, width]. */
function positions(kit: Kit, x: Value, config: Wav2vec2Config): Value {
  const { graph } = kit;
  const { hidden_size: width, num_conv_pos_embeddings: kernel, num_conv_pos_embedding_groups: groups } = config;
  const name = `${NAME}.encoder.pos_conv_embed.conv`;
  const inner = width / groups;
  const weight = foldedWeight(kit, name, { shape: [width, inner, kernel], along: 2, as: [width, inner, 1, kernel] });
  const options = { from: width, to: width, kernel, groups, weight, padding: kernel / 2, length: 'frames and one' };
  const convolved = kit.convolution(kit.toChannels(x), name, options);
  // An even kernel gives one place too many, at the end.
  const bounds = [0, -1, 3].map(value => graph.constant('int64', [value]));
  const cut = graph.op('Slice', [convolved, ...bounds], {}, { shape: [1, width, 1, 'frames'] });
  return kit.gelu(kit.toRows(cut));
}

export interface LayerOptions {
  readonly config: Wav2vec2Config;
  /** Of the products, whose weights are nine tenths of all. */
  readonly scheme: Scheme;
}

/** One layer of the transformer, numbered from 0: [1, T, width] -> the same. */
export function layer(kit: Kit, x: Value, index: number, options: LayerOptions): Value {
  const { config, scheme } = options;
  const { hidden_size: width, intermediate_size: inner, layer_norm_eps: epsilon } = config;
  const name = `${NAME}.encoder.layers.${index}`;
  const seen = kit.add(x, attention(kit, kit.layerNorm(x, `${name}.layer_norm`, epsilon), `${name}.attention`, options));
  const normed = kit.layerNorm(seen, `${name}.final_layer_norm`, epsilon);
  const dense = kit.gelu(project(kit, normed, `${name}.feed_forward.intermediate_dense`, { from: width, to: inner, scheme }));
  return kit.add(seen, project(kit, dense, `${name}.feed_forward.output_dense`, { from: inner, to: width, scheme }));
}

function attention(kit: Kit, x: Value, name: string, { config, scheme }: LayerOptions): Value {
  const { hidden_size: width, num_attention_heads: heads } = config;
  const square = { from: width, to: width, scheme };
  const [query, key, value] = ['q_proj', 'k_proj', 'v_proj'].map(part => project(kit, x, `${name}.${part}`, square));
  const attributes = { num_heads: heads, scale: { float: (width / heads) ** -0.5 } };
  const seen = kit.graph.op('MultiHeadAttention', [query, key, value], attributes, { shape: x.shape, name });
  return project(kit, seen, `${name}.out_proj`, square);
}

/** As kit.linear. */
function project(kit: Kit, x: Value, name: string, { from, to, scheme }: LinearSizes & { scheme: Scheme }): Value {
  const matrix = { name, weights: kit.weights, parts: wholeTensors([[`${name}.weight`, to]]), columns: from };
  return multiply(kit, x, matrix, { scheme, bias: kit.stored(`${name}.bias`, [to]) });
}

/** The mean of three states, [1, T, width]. */
export function mix(kit: Kit, states: readonly Value[]): Value {
  const { graph } = kit;
  const sum = graph.op('Sum', states, {}, { shape: states[0].shape });
  return graph.op('Div', [sum, graph.scalar('float32', states.length)], {}, { shape: sum.shape });
}
