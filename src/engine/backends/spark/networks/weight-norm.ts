import type { Value } from '../../../onnx/graph.ts';
import type { Weights } from '../../../onnx/weights.ts';
import { type Kit, requireShape } from './kit.ts';

/**
 * Weight norm (Salimans and Kingma 2016): a weight kept as a length g and a direction v, w = g v / |v|. Here it is folded into w once, when
 * the model is written. `along`: the axis that has one length for each of its places; the norm runs over the others.
 */
export function foldedWeight(
  kit: Kit,
  name: string,
  options: { shape: readonly number[]; along: number; as?: readonly number[] },
): Value {
  const { shape, along, as = shape } = options;
  requireParts(kit.weights, name, { shape, along });
  return kit.made(`${name}.weight`, as, () => fold(kit.weights, name, { shape, along }));
}

/** Refuses ('checkpoint-shape') a direction or lengths of another shape. */
export function requireParts(
  weights: Weights,
  name: string,
  { shape, along }: { shape: readonly number[]; along: number },
): void {
  requireShape(weights, `${name}.weight_v`, shape);
  requireShape(
    weights,
    `${name}.weight_g`,
    shape.map((size, axis) => (axis === along ? size : 1)),
  );
}

/** The folded weight itself, with the shape that it has in the checkpoint. */
export async function fold(
  weights: Weights,
  name: string,
  { shape, along }: { shape: readonly number[]; along: number },
): Promise<Float32Array> {
  const v = await weights.read(`${name}.weight_v`);
  const g = await weights.read(`${name}.weight_g`);
  const inner = shape.slice(along + 1).reduce((all, size) => all * size, 1);
  const places = shape[along];
  const squares = new Float64Array(places);
  for (let start = 0, place = 0; start < v.length; start += inner, place = (place + 1) % places)
    for (let i = start; i < start + inner; i++) squares[place] += v[i] * v[i];
  const scales = squares.map((square, place) => g[place] / Math.sqrt(square));
  for (let start = 0, place = 0; start < v.length; start += inner, place = (place + 1) % places)
    for (let i = start; i < start + inner; i++) v[i] *= scales[place];
  return v;
}
