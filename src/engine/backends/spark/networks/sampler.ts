import type { Graph, Value } from '../../../onnx/graph.ts';
import { elementTypes } from '../../../onnx/proto.ts';

/**
 * Sampler: one token from logits, in the graph, as transformers' generate does it: temperature, then the `topK` most likely, then of these the
 * fewest that together have the probability `topP`, then a draw. The draw is a number given from outside, so that a seed decides. The same, in
 * plain TypeScript, is ../sampling.ts.
 */
export interface SamplingInputs {
  /** float32 [1]. */
  readonly temperature: Value;
  /** int64 [1], from 1. */
  readonly topK: Value;
  /** float32 [1], over 0 up to 1. */
  readonly topP: Value;
}

/** Tokens as likely as the last of the top k count as well; so many of them at most. */
export const MOST_TIES = 14;

/** Declares them as inputs of the graph. */
export function samplingInputs(graph: Graph): SamplingInputs {
  return {
    temperature: graph.input('temperature', 'float32', [1]),
    topK: graph.input('topK', 'int64', [1]),
    topP: graph.input('topP', 'float32', [1]),
  };
}

/**
 * `logits` [B, R], `uniform` float32 [B, 1] below 1 -> rows int32 [B], one for each sequence. R must be larger than topK + MOST_TIES. Counts are made with floats, and rows are 32-bit:
 * what has no kernel for 64-bit numbers would send each token through the memory of the host. `byValue`: the row is found as the one that has the drawn
 * value, not by its number, which is 64-bit; only where two rows are exactly as likely is that another one.
 */
export function sample(
  graph: Graph,
  { logits, uniform }: { logits: Value; uniform: Value },
  { temperature, topK, topP }: SamplingInputs,
  { byValue = false }: { byValue?: boolean } = {},
): Value {
  const [batch] = logits.shape;
  const kept = { shape: [batch, 'kept'] };
  const one = { shape: [batch, 1] };
  const softened = graph.op('Div', [logits, temperature], {}, { shape: logits.shape });
  const count = graph.op('Add', [topK, graph.constant('int64', [MOST_TIES])], {}, { shape: [1] });
  const [values, places] = byValue ? [topOfGroups(graph, softened, count)] : topOf(graph, softened, count);
  // Everything below the k-th value is out; what equals it is in.
  const lastPlace = graph.op('Sub', [topK, graph.constant('int64', [1])], {}, { shape: [1] });
  const least = graph.op('Gather', [values, lastPlace], { axis: 1 }, one);
  const isOut = graph.op('Less', [values, least], {}, { ...kept, type: 'bool' });
  const limited = graph.op(
    'Where',
    [isOut, graph.scalar('float32', Number.NEGATIVE_INFINITY), values],
    {},
    { ...kept, type: 'float32' },
  );
  const shares = graph.op('Softmax', [limited], { axis: -1 }, kept);
  const upTo = graph.op('CumSum', [shares, graph.scalar('int64', 1)], {}, kept);
  const before = graph.op('Sub', [upTo, shares], {}, kept);
  const isKept = graph.op('Less', [before, topP], {}, { ...kept, type: 'bool' });
  const lastKept = graph.op('Sub', [countOf(graph, isKept), graph.constant('float32', [1])], {}, one);
  const mass = pick(graph, upTo, lastKept);
  const target = graph.op('Mul', [mass, uniform], {}, one);
  const isPassed = graph.op('LessOrEqual', [upTo, target], {}, { ...kept, type: 'bool' });
  const place = graph.op('Min', [countOf(graph, isPassed), lastKept], {}, one);
  const row = byValue ? rowOfValue(graph, softened, pick(graph, values, place)) : asInt32(graph, pick(graph, places, place));
  return graph.op('Squeeze', [row, graph.constant('int64', [1])], {}, { shape: [batch], name: 'row' });
}

/** The `count` largest of each row of [..., N], in order, and where they are. */
function topOf(graph: Graph, x: Value, count: Value): Value[] {
  const shape = [...x.shape.slice(0, -1), x.shape.length === 2 ? 'kept' : 'kept of group'];
  return graph.multi('TopK', [x, count], { axis: -1, largest: 1, sorted: 1 }, [{ shape }, { shape, type: 'int64' }]);
}

/** onnxruntime's WebGPU sorts so many in one node, and takes a hundred for more. */
const SORTED_AT_ONCE = 2048;

/** The values of {@link topOf} for [B, R], found among the largest of each of some groups. */
function topOfGroups(graph: Graph, x: Value, count: Value): Value {
  const [batch, rows] = x.shape as [string, number];
  const groups = Math.ceil(rows / SORTED_AT_ONCE);
  if (groups === 1) return topOf(graph, x, count)[0];
  const size = Math.ceil(rows / groups);
  const widths = graph.constant('int64', [0, 0, 0, groups * size - rows]);
  const least = graph.scalar('float32', Number.NEGATIVE_INFINITY);
  const padded = graph.op('Pad', [x, widths, least], { mode: 'constant' }, { shape: [batch, groups * size] });
  const apart = graph.op('Reshape', [padded, graph.constant('int64', [-1, groups, size])], {}, { shape: [batch, groups, size] });
  const [tops] = topOf(graph, apart, count);
  const together = graph.op('Reshape', [tops, graph.constant('int64', [0, -1])], {}, { shape: [batch, 'kept of groups'] });
  return topOf(graph, together, count)[0];
}

/** Of each row of `data` [B, N] what is at `place` [B, 1], a whole float. */
function pick(graph: Graph, data: Value, place: Value): Value {
  return graph.op('GatherElements', [data, asInt32(graph, place)], { axis: 1 }, { shape: place.shape });
}

/** The last row with this value, int32 [B, 1]. */
function rowOfValue(graph: Graph, logits: Value, value: Value): Value {
  const { shape } = logits;
  const count = shape[1] as number;
  const numbers = graph.weight({
    name: `rows/${count}`,
    type: 'float32',
    shape: [count],
    read: () => Float32Array.from({ length: count }, (_, row) => row),
  });
  const isIt = graph.op('Equal', [logits, value], {}, { shape, type: 'bool' });
  const flags = graph.op('Cast', [isIt], { to: elementTypes.float32 }, { shape, type: 'float32' });
  const marked = graph.op('Mul', [flags, numbers], {}, { shape });
  const last = graph.op('ReduceMax', [marked, graph.constant('int64', [1])], { keepdims: 1 }, { shape: value.shape });
  return asInt32(graph, last);
}

function countOf(graph: Graph, flags: Value): Value {
  const numbers = graph.op('Cast', [flags], { to: elementTypes.float32 }, { shape: flags.shape, type: 'float32' });
  return graph.op('ReduceSum', [numbers, graph.constant('int64', [1])], { keepdims: 1 }, { shape: [flags.shape[0], 1] });
}

function asInt32(graph: Graph, number: Value): Value {
  return graph.op('Cast', [number], { to: elementTypes.int32 }, { shape: number.shape, type: 'int32' });
}
