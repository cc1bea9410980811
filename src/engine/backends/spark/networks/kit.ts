import { Refusal } from '../../../../errors.ts';
import type { Dimension, Graph, Value } from '../../../onnx/graph.ts';
import { type ElementType, elementTypes } from '../../../onnx/proto.ts';
import { getFilesAgain, type Weights } from '../../../onnx/weights.ts';

/**
 * Kit: the layers that the networks are made of, each a few nodes with weights of a checkpoint under their upstream names. Sequences come
 * in two layouts. Rows, [1, T, C], are for products with matrices and norms over channels. Channels, [1, C, 1, T], are for convolutions,
 * written with a height of one because onnxruntime has blocked kernels for two dimensions only, which are a third faster.
 */
export interface Kit {
  readonly graph: Graph;
  readonly weights: Weights;
  /** A tensor of the checkpoint as it stands; refused ('checkpoint-shape') when its shape is another. */
  stored(name: string, shape: readonly number[], as?: readonly number[]): Value;
  /** A tensor made from others of the checkpoint when the model is written. */
  made(name: string, shape: readonly number[], read: () => Promise<Float32Array>): Value;
  /** [..., from] -> [..., to]: x W' + b, with `<name>.weight` [to, from] and `<name>.bias` [to]. */
  linear(x: Value, name: string, sizes: LinearSizes): Value;
  /** [1, from, 1, T] -> [1, to, 1, T']. */
  convolution(x: Value, name: string, options: ConvolutionOptions): Value;
  /** Over the last axis, with `<name>.weight` and `<name>.bias`. */
  layerNorm(x: Value, name: string, epsilon: number): Value;
  /** The exact one, with erf. */
  gelu(x: Value): Value;
  /** The same numbers in another type; the value itself where it is of that type. */
  cast(x: Value, type: ElementType): Value;
  add(a: Value, b: Value): Value;
  multiply(a: Value, b: Value): Value;
  /** [1, C, 1, T] -> [1, T, C]. */
  toRows(x: Value): Value;
  /** [1, T, C] -> [1, C, 1, T]. */
  toChannels(x: Value): Value;
}

export interface LinearSizes {
  readonly from: number;
  readonly to: number;
  readonly bias?: boolean;
}

export interface ConvolutionOptions {
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  /** Zeros on both sides. */
  readonly padding?: number;
  readonly groups?: number;
  /** The length of the result, where it is not that of `x`. */
  readonly length?: Dimension;
  readonly bias?: boolean;
  /** In place of `<name>.weight`: [to, from / groups, 1, kernel]. */
  readonly weight?: Value;
}

export function createKit(graph: Graph, weights: Weights): Kit {
  const stored: Kit['stored'] = (name, shape, as = shape) => {
    requireShape(weights, name, shape);
    return graph.weight({ name, type: 'float32', shape: as, read: () => weights.read(name) });
  };
  const made: Kit['made'] = (name, shape, read) => graph.weight({ name, type: 'float32', shape, read });
  const wider = (a: Value, b: Value) => (a.shape.length >= b.shape.length ? a.shape : b.shape);
  const add: Kit['add'] = (a, b) => graph.op('Add', [a, b], {}, { shape: wider(a, b) });

  return {
    graph,
    weights,
    stored,
    made,
    cast: (x, type) => (x.type === type ? x : graph.op('Cast', [x], { to: elementTypes[type] }, { shape: x.shape, type })),
    add,
    multiply: (a, b) => graph.op('Mul', [a, b], {}, { shape: wider(a, b) }),
    gelu: x => graph.op('Gelu', [x], { approximate: 'none' }, { shape: x.shape }),
    linear(x, name, { from, to, bias = true }) {
      requireShape(weights, `${name}.weight`, [to, from]);
      const matrix = made(`${name}.weight/transposed`, [from, to], async () =>
        transpose(await weights.read(`${name}.weight`), { rows: to, columns: from }),
      );
      const product = graph.op('MatMul', [x, matrix], {}, { shape: [...x.shape.slice(0, -1), to], name });
      return bias ? add(product, stored(`${name}.bias`, [to])) : product;
    },
    convolution(x, name, options) {
      const { from, to, kernel, stride = 1, dilation = 1, padding = 0, groups = 1, length = x.shape[3], bias = true } = options;
      const shape = [to, from / groups, kernel];
      const weight = options.weight ?? stored(`${name}.weight`, shape, [to, from / groups, 1, kernel]);
      const inputs = bias ? [x, weight, stored(`${name}.bias`, [to])] : [x, weight];
      const attributes = {
        kernel_shape: [1, kernel],
        strides: [1, stride],
        dilations: [1, dilation],
        pads: [0, padding, 0, padding],
        group: groups,
      };
      return graph.op('Conv', inputs, attributes, { shape: [1, to, 1, length], name });
    },
    layerNorm(x, name, epsilon) {
      const size = [x.shape.at(-1) as number];
      const inputs = [x, stored(`${name}.weight`, size), stored(`${name}.bias`, size)];
      return graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } }, { shape: x.shape, name });
    },
    toRows(x) {
      const [, channels, , length] = x.shape;
      const flat = graph.op('Squeeze', [x, graph.constant('int64', [2])], {}, { shape: [1, channels, length] });
      return graph.op('Transpose', [flat], { perm: [0, 2, 1] }, { shape: [1, length, channels] });
    },
    toChannels(x) {
      const [, length, channels] = x.shape;
      const flat = graph.op('Transpose', [x], { perm: [0, 2, 1] }, { shape: [1, channels, length] });
      return graph.op('Unsqueeze', [flat, graph.constant('int64', [2])], {}, { shape: [1, channels, 1, length] });
    },
  };
}

export function requireShape(weights: Weights, name: string, shape: readonly number[]): void {
  const found = weights.shapeOf(name);
  if (String(found) === String(shape)) return;
  throw new Refusal(
    'checkpoint-shape',
    `${weights.file}: "${name}" is [${found.join(', ')}]; the configuration asks for [${shape.join(', ')}]. ${getFilesAgain}`,
  );
}

/** Refuses ('checkpoint-shape') weights of a layer after the last one: a network that leaves it out would be another network. */
export function requireNoMore(weights: Weights, name: string): void {
  if (!weights.has(name)) return;
  throw new Refusal(
    'checkpoint-shape',
    `${weights.file}: there is a "${name}"; the configuration asks for fewer layers. ${getFilesAgain}`,
  );
}

/** [rows, columns] -> [columns, rows], in blocks that fit a cache. */
export function transpose(data: Float32Array, { rows, columns }: { rows: number; columns: number }): Float32Array {
  const result = new Float32Array(data.length);
  const block = 32;
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(columns, left + block);
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) result[column * rows + row] = data[row * columns + column];
    }
  }
  return result;
}
