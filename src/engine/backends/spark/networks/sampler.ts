import type { Graph, Value } from '../../../onnx/graph.ts';

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

/** `logits` [1, R], `uniform` float32 [1] below 1 -> row int64 [1]. R must be larger than topK + MOST_TIES. */
export function sample(graph: Graph, logits: Value, uniform: Value, { temperature, topK, topP }: SamplingInputs): Value {
  const kept = { shape: [1, 'kept'] };
  const softened = graph.op('Div', [logits, temperature], {}, { shape: logits.shape });
  const count = graph.op('Add', [topK, graph.constant('int64', [MOST_TIES])], {}, { shape: [1] });
  const [values, rows] = graph.multi('TopK', [softened, count], { axis: -1, largest: 1, sorted: 1 }, [
    kept,
    { ...kept, type: 'int64' },
  ]);
  // Everything below the k-th value is out; what equals it is in.
  const lastPlace = graph.op('Sub', [topK, graph.constant('int64', [1])], {}, { shape: [1] });
  const least = graph.op('Gather', [values, lastPlace], { axis: 1 }, { shape: [1, 1] });
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
  const keptCount = countOf(graph, isKept);
  const lastKept = graph.op('Sub', [keptCount, graph.constant('int64', [1])], {}, { shape: [1] });
  const mass = graph.op('Gather', [upTo, lastKept], { axis: 1 }, { shape: [1, 1] });
  const target = graph.op('Mul', [mass, uniform], {}, { shape: [1, 1] });
  const isPassed = graph.op('LessOrEqual', [upTo, target], {}, { ...kept, type: 'bool' });
  const place = graph.op('Min', [countOf(graph, isPassed), lastKept], {}, { shape: [1] });
  const row = graph.op('Gather', [rows, place], { axis: 1 }, { shape: [1, 1] });
  return graph.op('Squeeze', [row, graph.constant('int64', [0])], {}, { shape: [1], name: 'row' });
}

function countOf(graph: Graph, flags: Value): Value {
  const numbers = graph.op('Cast', [flags], { to: 7 }, { shape: flags.shape, type: 'int64' });
  return graph.op('ReduceSum', [numbers, graph.constant('int64', [1])], { keepdims: 0 }, { shape: [1] });
}
