import { Graph, type Value } from '../../../onnx/graph.ts';
import { elementTypes } from '../../../onnx/proto.ts';
import type { RowRange, Weights } from '../../../onnx/weights.ts';
import type { LanguageModelConfig } from '../config.ts';
import { createKit, type Kit } from './kit.ts';
import { lookUp, multiply, type RowsOf, rowCount, type Scheme } from './matrix.ts';
import { type AttentionType, type Cache, headWidth, type Places, stack } from './qwen2.ts';
import { type SamplingInputs, sample, samplingInputs } from './sampler.ts';

/**
 * Language model: prompt in, speech tokens out, many in one run. A step takes what is new (first the whole prompt, then one token), goes through
 * the layers, draws the next token and looks up its embedding, which is what is new for the next step. With 'loop' the steps are an ONNX Loop, as
 * often as the run asks; with 'unrolled' they stand one after the other in the graph, for providers that cannot run a Loop.
 *
 * The model only says what can follow a prompt: rows of the vocabulary that are no speech are not in its head, which saves nine tenths of it. Tokens
 * are counted by row here: 0 is the first of `vocabulary`.
 */
export interface LanguageModelOptions {
  readonly config: LanguageModelConfig;
  readonly scheme: Scheme;
  readonly contextLength: number;
  /** Which ids may be said; together they are the rows. */
  readonly vocabulary: readonly RowRange[];
  /** Rows that end speech. */
  readonly endRows: readonly number[];
  readonly steps: { readonly kind: 'loop' } | { readonly kind: 'unrolled'; readonly count: number };
  /** Whether quantized weights are multiplied as whole numbers: fast on a processor; a GPU would need a node more for each product. Default: true. */
  readonly wholeNumbers?: boolean;
  /** Inside; what goes in and out is float32 all the same, since onnxruntime-node takes no bfloat16. */
  readonly attentionType?: AttentionType;
  /** Also gives the logits of each step and what went into each layer; for comparison with upstream. */
  readonly traced?: boolean;
}

export function cacheNames(layer: number, side: 'past' | 'present'): { key: string; value: string } {
  return { key: `${side}.${layer}.key`, value: `${side}.${layer}.value` };
}

/** Of a step of the unrolled model. */
export function placeNames(step: number): { total: string; lastPlace: string } {
  return { total: `total.${step}`, lastPlace: `lastPlace.${step}` };
}

/**
 * Several sequences at once, B of them, each with a past of its own length; S, what is new, is the same for all.
 *
 * Inputs: `embeddings` [B, S, width]; `lastPlace` int32 [B], where the last of S stands; `total` int32 [1], the largest of these and one more (unrolled:
 * `lastPlace.0`, `total.0` and so on, for each step); `mask` [B, R], added to the logits; `uniforms` [steps, B]; the sampling inputs; `past.N.key` and `.value`
 * [B, kv heads, P, head width], where what lies behind a sequence's own past does not count. Outputs: `rows` int32 [steps, B], fewer steps when all have said
 * the end at once; `next` [B, 1, width], the embeddings of the last rows, for the next run (unrolled: of all rows, [B, steps, width]); `present.N.key` and
 * `.value`.
 */
export function languageModel(weights: Weights, options: LanguageModelOptions): Graph {
  const { config, vocabulary, steps, attentionType = 'float32' } = options;
  const graph = new Graph('language model');
  const kit = createKit(graph, weights);
  const { hidden_size: width, num_key_value_heads: kvHeads } = config;
  const names = Array.from({ length: config.num_hidden_layers }, (_, index) => index);
  const shared: Shared = {
    options,
    sampling: samplingInputs(graph),
    uniforms: graph.input('uniforms', 'float32', ['steps', 'batch']),
    mask: graph.input('mask', 'float32', ['batch', rowCount({ parts: partsOf(vocabulary) })]),
  };
  const state: State = {
    x: graph.input('embeddings', 'float32', ['batch', 'new', width]),
    caches: names.map(index => {
      const { key, value } = cacheNames(index, 'past');
      const shape = ['batch', kvHeads, 'past', headWidth(config)];
      return {
        key: kit.cast(graph.input(key, 'float32', shape), attentionType),
        value: kit.cast(graph.input(value, 'float32', shape), attentionType),
      };
    }),
  };
  const done =
    steps.kind === 'loop' ? loop(graph, weights, state, shared) : unroll(graph, weights, { state, count: steps.count }, shared);
  graph.output('rows', done.rows);
  graph.output('next', done.next);
  for (const index of names) {
    const { key, value } = cacheNames(index, 'present');
    graph.output(key, kit.cast(done.state.caches[index].key, 'float32'));
    graph.output(value, kit.cast(done.state.caches[index].value, 'float32'));
  }
  for (const [name, value] of Object.entries(done.traces)) graph.output(name, value);
  return graph;
}

function partsOf(vocabulary: readonly RowRange[]): RowsOf['parts'] {
  return vocabulary.map(rows => ({ tensor: 'model.embed_tokens.weight', rows }));
}

/** What every step uses. */
interface Shared {
  readonly options: LanguageModelOptions;
  readonly sampling: SamplingInputs;
  readonly uniforms: Value;
  readonly mask: Value;
}

/** What a step hands to the next. */
interface State {
  readonly x: Value;
  readonly caches: readonly Cache[];
}

interface Done {
  readonly state: State;
  readonly next: Value;
  /** int32 [steps, B]. */
  readonly rows: Value;
  readonly traces: Readonly<Record<string, Value>>;
}

interface Step {
  readonly state: State;
  readonly row: Value;
  readonly logits: Value;
  readonly states: readonly Value[];
}

/** `number`: int64 [1], which of the uniforms is drawn with. */
function step(
  kit: Kit,
  { x, caches }: State,
  { number, places }: { number: Value; places: Places },
  { options, sampling, uniforms, mask }: Shared,
): Step {
  const { graph } = kit;
  const { config, scheme, vocabulary, wholeNumbers, steps } = options;
  const { hidden, caches: grown, states } = stack(kit, { x, places, caches }, options);
  const last = graph.op('Gather', [hidden, graph.scalar('int64', -1)], { axis: 1 }, { shape: ['batch', config.hidden_size] });
  const rows: RowsOf = { name: 'head', weights: kit.weights, parts: partsOf(vocabulary), columns: config.hidden_size };
  const logits = multiply(kit, last, rows, { scheme: scheme === 'int4' ? 'int8' : scheme, wholeNumbers }); // [B, R]
  const drawn = graph.op('Gather', [uniforms, number], { axis: 0 }, { shape: [1, 'batch'] });
  const uniform = graph.op('Transpose', [drawn], { perm: [1, 0] }, { shape: ['batch', 1] });
  const row = sample(graph, { logits: kit.add(logits, mask), uniform }, sampling, { byValue: steps.kind === 'unrolled' }); // int32 [B]
  const square = graph.op('Unsqueeze', [row, graph.constant('int64', [1])], {}, { shape: ['batch', 1] });
  const embedding = lookUp(kit, square, { ...rows, name: 'embeddings' }, scheme); // [B, 1, width]
  return { state: { x: embedding, caches: grown }, row, logits, states };
}

function loop(graph: Graph, weights: Weights, first: State, shared: Shared): Done {
  const { config, endRows, traced, vocabulary, attentionType = 'float32' } = shared.options;
  const body = new Graph('step', graph);
  const kit = createKit(body, weights);
  const number = body.input('step/number', 'int64', []);
  body.input('step/goes on', 'bool', []);
  const cacheShape = (length: string) => ['batch', config.num_key_value_heads, length, headWidth(config)];
  const x0 = body.input('step/x', 'float32', ['batch', 'new in step', config.hidden_size]);
  const places = { total: body.input('step/total', 'int32', [1]), lastPlace: body.input('step/last place', 'int32', ['batch']) };
  const before: State = {
    x: x0,
    caches: first.caches.map((_, index) => ({
      key: body.input(`step/past.${index}.key`, attentionType, cacheShape('past in step')),
      value: body.input(`step/past.${index}.value`, attentionType, cacheShape('past in step')),
    })),
  };
  const flat = body.op('Reshape', [number, body.constant('int64', [1])], {}, { shape: [1] });
  const one = body.constant('int32', [1]);
  const { state, row, logits } = step(kit, before, { number: flat, places }, shared);
  body.output('step/goes on after', someGoOn(body, row, endRows));
  body.output('step/x after', state.x);
  body.output('step/total after', body.op('Add', [places.total, one], {}, { shape: [1] }));
  body.output('step/last place after', body.op('Add', [places.lastPlace, one], {}, { shape: ['batch'] }));
  for (const [index, { key, value }] of state.caches.entries()) {
    body.output(`step/present.${index}.key`, key);
    body.output(`step/present.${index}.value`, value);
  }
  body.output('step/row', row);
  const rows = rowCount({ parts: partsOf(vocabulary) });
  if (traced) body.output('step/logits', logits);

  const sizes = graph.op('Shape', [shared.uniforms], {}, { shape: [2], type: 'int64' });
  const trips = graph.op('Gather', [sizes, graph.scalar('int64', 0)], { axis: 0 }, { shape: [] });
  const places0 = [graph.input('total', 'int32', [1]), graph.input('lastPlace', 'int32', ['batch'])];
  const carried = [first.x, ...places0, ...first.caches.flatMap(({ key, value }) => [key, value])];
  const made = [
    { shape: ['batch', 1, config.hidden_size], name: 'loop', type: 'float32' },
    { shape: [1], type: 'int32', name: 'loop/total' },
    { shape: ['batch'], type: 'int32', name: 'loop/last place' },
    ...first.caches.flatMap((_, index) => {
      const shape = cacheShape('total in the end');
      return ['key', 'value'].map(side => ({ shape, type: attentionType, name: `loop/${index}.${side}` }) as const);
    }),
    { shape: ['steps', 'batch'], type: 'int32', name: 'loop/rows' },
    ...(traced ? [{ shape: ['steps', 'batch', rows], type: 'float32', name: 'loop/logits' } as const] : []),
  ] as const;
  const [x, , , ...rest] = graph.multi('Loop', [trips, graph.scalar('bool', 1), ...carried], { body }, made);
  const caches = first.caches.map((_, index) => ({ key: rest[2 * index], value: rest[2 * index + 1] }));
  const [saidRows, allLogits] = rest.slice(2 * caches.length);
  return { state: { x, caches }, next: x, rows: saidRows, traces: allLogits ? { logits: allLogits } : {} };
}

/** bool []: some of `rows` [B] is none of `endRows`. */
function someGoOn(graph: Graph, rows: Value, endRows: readonly number[]): Value {
  const column = graph.op('Unsqueeze', [rows, graph.constant('int64', [1])], {}, { shape: ['batch', 1] });
  const shape = ['batch', endRows.length];
  const each = graph.op('Equal', [column, graph.constant('int32', endRows, [1, endRows.length])], {}, { shape, type: 'bool' });
  const numbers = graph.op('Cast', [each], { to: elementTypes.float32 }, { shape, type: 'float32' });
  const isEnd = graph.op('ReduceMax', [numbers, graph.constant('int64', [1])], { keepdims: 0 }, { shape: ['batch'] });
  const areAll = graph.op('ReduceMin', [isEnd, graph.constant('int64', [0])], { keepdims: 0 }, { shape: [] });
  return graph.op('Less', [areAll, graph.scalar('float32', 0.5)], {}, { shape: [], type: 'bool' });
}

/** Goes on after the end was said; who reads the rows stops there. */
function unroll(graph: Graph, weights: Weights, { state: first, count }: { state: State; count: number }, shared: Shared): Done {
  const kit = createKit(graph, weights);
  let state = first;
  const places = Array.from({ length: count }, (_, number) => {
    const { total, lastPlace } = placeNames(number);
    return { total: graph.input(total, 'int32', [1]), lastPlace: graph.input(lastPlace, 'int32', ['batch']) };
  });
  const rows: Value[] = [];
  const embeddings: Value[] = [];
  const traces: Record<string, Value> = {};
  for (let number = 0; number < count; number++) {
    graph.within(`step ${number}`, () => {
      // As inputs, not as sums: where they are needed, and whether on the host or the device, differs from node to node.
      const done = step(kit, state, { number: graph.constant('int64', [number]), places: places[number] }, shared);
      state = done.state;
      rows.push(graph.op('Unsqueeze', [done.row, graph.constant('int64', [0])], {}, { shape: [1, 'batch'] }));
      embeddings.push(done.state.x);
      if (shared.options.traced && number === 0) {
        traces.logits = done.logits;
        for (const [index, value] of done.states.entries()) traces[`state.${index}`] = value;
      }
    });
  }
  const next = graph.op(
    'Concat',
    embeddings,
    { axis: 1 },
    { shape: ['batch', count, shared.options.config.hidden_size], name: 'all embeddings' },
  );
  return { state, next, rows: graph.op('Concat', rows, { axis: 0 }, { shape: [count, 'batch'], name: 'all rows' }), traces };
}
