import type { Value } from '../../../onnx/graph.ts';
import { elementTypes } from '../../../onnx/proto.ts';
import type { Kit } from './kit.ts';

/**
 * Finite scalar quantizer (Mentzer et al. 2023; as in lucidrains/vector-quantize-pytorch): each of a few dimensions is squashed and rounded to
 * one of its levels; the digits together are the token. The first dimension is the least significant digit.
 */
const EPSILON = 1e-3;

function constantsOf(levels: readonly number[]) {
  const halfLengths = levels.map(count => ((count - 1) * (1 + EPSILON)) / 2);
  const offsets = levels.map(count => (count % 2 === 0 ? 0.5 : 0));
  return {
    halfLengths,
    offsets,
    shifts: offsets.map((offset, axis) => Math.atanh(offset / halfLengths[axis])),
    halfWidths: levels.map(count => Math.floor(count / 2)),
    bases: levels.map((_, axis) => levels.slice(0, axis).reduce((all, count) => all * count, 1)),
  };
}

/** [1, N, width] -> tokens int32 [1, N]; `bounded`: what is rounded, [1, N, levels]. */
export function quantizeScalars(kit: Kit, x: Value, name: string, levels: readonly number[]): { tokens: Value; bounded: Value } {
  const { graph } = kit;
  const [, count, width] = x.shape;
  const { halfLengths, offsets, shifts, halfWidths, bases } = constantsOf(levels);
  const shape = [1, count, levels.length];
  const z = kit.linear(x, `${name}.project_in`, { from: width as number, to: levels.length });
  const squashed = graph.op('Tanh', [kit.add(z, graph.constant('float32', shifts))], {}, { shape });
  const scaled = kit.multiply(squashed, graph.constant('float32', halfLengths));
  const bounded = graph.op('Sub', [scaled, graph.constant('float32', offsets)], {}, { shape });
  // Halves go to the even neighbour, as in torch.
  const rounded = graph.op('Round', [bounded], {}, { shape });
  const digits = kit.multiply(kit.add(rounded, graph.constant('float32', halfWidths)), graph.constant('float32', bases));
  const sum = graph.op('ReduceSum', [digits, graph.constant('int64', [-1])], { keepdims: 0 }, { shape: [1, count] });
  return { tokens: graph.op('Cast', [sum], { to: elementTypes.int32 }, { shape: [1, count], type: 'int32' }), bounded };
}

/** Tokens int32 [1, N] -> [1, N, width]. */
export function dequantizeScalars(
  kit: Kit,
  tokens: Value,
  name: string,
  { levels, width }: { levels: readonly number[]; width: number },
): Value {
  const { graph } = kit;
  const count = tokens.shape[1];
  const { halfWidths, bases } = constantsOf(levels);
  const shape = [1, count, levels.length];
  const column = graph.op('Unsqueeze', [tokens, graph.constant('int64', [-1])], {}, { shape: [1, count, 1] });
  const shifted = graph.op('Div', [column, graph.constant('int32', bases)], {}, { shape });
  const digits = graph.op('Mod', [shifted, graph.constant('int32', levels)], {}, { shape });
  const numbers = graph.op('Cast', [digits], { to: elementTypes.float32 }, { shape, type: 'float32' });
  const centred = graph.op('Sub', [numbers, graph.constant('float32', halfWidths)], {}, { shape });
  const codes = graph.op('Div', [centred, graph.constant('float32', halfWidths)], {}, { shape });
  return kit.linear(codes, `${name}.project_out`, { from: levels.length, to: width });
}
