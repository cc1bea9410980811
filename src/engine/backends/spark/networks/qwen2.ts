import type { Value } from '../../../onnx/graph.ts';
import { NONE } from '../../../onnx/graph.ts';
import type { LanguageModelConfig } from '../config.ts';
import { type Kit, requireNoMore, requireShape } from './kit.ts';
import { multiply, type RowsOf, type Scheme, wholeTensors } from './matrix.ts';

/**
 * Qwen2 (Yang et al. 2024): the layers of the language model. Attention with grouped queries and rotary positions is one node (GroupQueryAttention,
 * which also turns and keeps keys and values), each norm one node together with the sum before it, queries, keys and values one product.
 */
export interface Cache {
  /** [B, kv heads, past, head width] each, in the type of the attention. */
  readonly key: Value;
  readonly value: Value;
}

/** float16 is too narrow for this model's attention (it gives garbled speech); for comparison only, since processors have it. */
export type AttentionType = 'float32' | 'bfloat16' | 'float16';

export interface Places {
  /** int32 [1]: how many places the longest sequence has, those of `x` included. */
  readonly total: Value;
  /** int32 [B]: the last place of each. */
  readonly lastPlace: Value;
}

export interface StackOptions {
  readonly config: LanguageModelConfig;
  readonly scheme: Scheme;
  readonly wholeNumbers?: boolean;
  /** What attention is computed and caches are kept in; default: float32, which CUDA's GroupQueryAttention does not have. */
  readonly attentionType?: AttentionType;
  /** Places that the tables of positions have: prompt and speech cannot be longer. */
  readonly contextLength: number;
}

export function headWidth({ hidden_size, num_attention_heads }: LanguageModelConfig): number {
  return hidden_size / num_attention_heads;
}

/** `x` [B, S, width], after what the caches hold -> [B, S, width] after the last norm; `states`: in front of each layer and at the end. */
export function stack(
  kit: Kit,
  { x, places, caches }: { x: Value; places: Places; caches: readonly Cache[] },
  options: StackOptions,
): { hidden: Value; caches: readonly Cache[]; states: readonly Value[] } {
  const { config } = options;
  const states = [x];
  let { sum, normed } = firstNorm(kit, x, 'model.layers.0.input_layernorm', config);
  const kept: Cache[] = [];
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const name = `model.layers.${index}`;
    const seen = attention(kit, { x: normed, places, cache: caches[index] }, `${name}.self_attn`, options);
    kept.push(seen.cache);
    ({ sum, normed } = sumAndNorm(kit, { x: seen.output, sum }, `${name}.post_attention_layernorm`, config));
    const thought = feedForward(kit, normed, `${name}.mlp`, options);
    const next = index + 1 < config.num_hidden_layers ? `model.layers.${index + 1}.input_layernorm` : 'model.norm';
    ({ sum, normed } = sumAndNorm(kit, { x: thought, sum }, next, config));
    states.push(sum);
  }
  requireNoMore(kit.weights, `model.layers.${config.num_hidden_layers}.input_layernorm.weight`);
  states[states.length - 1] = normed;
  return { hidden: normed, caches: kept, states };
}

/** The norm, and the sum that it was made of. */
interface Normed {
  readonly sum: Value;
  readonly normed: Value;
}

function firstNorm(kit: Kit, x: Value, name: string, { rms_norm_eps: epsilon, hidden_size: width }: LanguageModelConfig): Normed {
  const scale = kit.stored(`${name}.weight`, [width]);
  const attributes = { axis: -1, epsilon: { float: epsilon }, stash_type: 1 };
  return { sum: x, normed: kit.graph.op('SimplifiedLayerNormalization', [x, scale], attributes, { shape: x.shape, name }) };
}

function sumAndNorm(
  kit: Kit,
  { x, sum }: { x: Value; sum: Value },
  name: string,
  { rms_norm_eps: epsilon, hidden_size: width }: LanguageModelConfig,
): Normed {
  const scale = kit.stored(`${name}.weight`, [width]);
  const { shape } = x;
  const one = [...shape.slice(0, -1), 1];
  const [normed, , , added] = kit.graph.multi(
    'SkipSimplifiedLayerNormalization',
    [x, sum, scale],
    { epsilon: { float: epsilon } },
    [{ shape, name }, { shape: one }, { shape: one }, { shape, name: `${name}/sum` }],
  );
  return { sum: added, normed };
}

function attention(
  kit: Kit,
  { x, places, cache }: { x: Value; places: Places; cache: Cache },
  name: string,
  { config, scheme, wholeNumbers, contextLength, attentionType = 'float32' }: StackOptions,
): { output: Value; cache: Cache } {
  const { graph, weights } = kit;
  const { hidden_size: width, num_attention_heads: heads, num_key_value_heads: kvHeads } = config;
  const head = headWidth(config);
  const rows = [heads * head, kvHeads * head, kvHeads * head];
  const parts = ['q_proj', 'k_proj', 'v_proj'].map((part, index) => [`${name}.${part}`, rows[index]] as const);
  const matrix: RowsOf = {
    name: `${name}.qkv`,
    weights,
    parts: wholeTensors(parts.map(([part, count]) => [`${part}.weight`, count])),
    columns: width,
  };
  const total = rows[0] + rows[1] + rows[2];
  const bias = kit.made(`${name}.qkv.bias`, [total], async () => {
    const pieces = await Promise.all(parts.map(([part]) => weights.read(`${part}.bias`)));
    return Float32Array.from(pieces.flatMap(piece => [...piece]));
  });
  for (const [part, count] of parts) requireShape(weights, `${part}.bias`, [count]);
  const packed = multiply(kit, x, matrix, { scheme, bias, wholeNumbers }); // [B, S, (heads + 2 kv heads) * head width]
  const tables = (['cos', 'sin'] as const).map(kind => {
    const read = async () => positionTable(kind, { contextLength, head, base: config.rope_theta });
    return kit.cast(kit.made(`positions/${kind}`, [contextLength, head / 2], read), attentionType);
  });
  const grown = { shape: [x.shape[0], kvHeads, `${cache.key.shape[2]} and new`, head] };
  const [seen, key, value] = graph.multi(
    'GroupQueryAttention',
    [kit.cast(packed, attentionType), NONE, NONE, cache.key, cache.value, places.lastPlace, places.total, ...tables],
    { num_heads: heads, kv_num_heads: kvHeads, do_rotary: 1, rotary_interleaved: 0 },
    [
      { shape: x.shape, name },
      { ...grown, name: `${name}/key` },
      { ...grown, name: `${name}/value` },
    ],
  );
  const square: RowsOf = {
    name: `${name}.o_proj`,
    weights,
    parts: wholeTensors([[`${name}.o_proj.weight`, width]]),
    columns: heads * head,
  };
  return { output: multiply(kit, kit.cast(seen, 'float32'), square, { scheme, wholeNumbers }), cache: { key, value } };
}

/** cos or sin of place * base^(-2i / head), [contextLength, head / 2] (Su et al. 2021, RoFormer; the halves of a head are the pairs). */
function positionTable(
  kind: 'cos' | 'sin',
  { contextLength, head, base }: { contextLength: number; head: number; base: number },
): Float32Array {
  const half = head / 2;
  const table = new Float32Array(contextLength * half);
  for (let i = 0; i < half; i++) {
    // As upstream: the frequency in single precision, and so the angle.
    const frequency = Math.fround(1 / base ** ((2 * i) / head));
    for (let place = 0; place < contextLength; place++) table[place * half + i] = Math[kind](Math.fround(place * frequency));
  }
  return table;
}

/** SwiGLU (Shazeer 2020): silu(gate) * up, and down again. */
function feedForward(kit: Kit, x: Value, name: string, { config, scheme, wholeNumbers }: StackOptions): Value {
  const { graph, weights } = kit;
  const { hidden_size: width, intermediate_size: inner } = config;
  const project = (from: Value, part: string, rows: number, columns: number) => {
    const matrix: RowsOf = { name: `${name}.${part}`, weights, parts: wholeTensors([[`${name}.${part}.weight`, rows]]), columns };
    return multiply(kit, from, matrix, { scheme, wholeNumbers });
  };
  const gate = project(x, 'gate_proj', inner, width);
  const up = project(x, 'up_proj', inner, width);
  const open = kit.multiply(gate, graph.op('Sigmoid', [gate], {}, { shape: gate.shape }));
  return project(kit.multiply(open, up), 'down_proj', width, inner);
}
