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
  const lengths = shape.map((size, axis) => (axis === along ? size : 1));
  requireShape(kit.weights, `${name}.weight_v`, shape);
  requireShape(kit.weights, `${name}.weight_g`, lengths);
  return kit.made(`${name}.weight`, as, () => fold(kit.weights, name, { shape, along }));
}

async function fold(
  weights: Weights,
  name: string,
  { shape, along }: { shape: readonly number[]; along: number },
): Promise<Float32Array> {
  const v = await weights.read(`${name}.weight_v`);
  const g = await weights.read(`${name}.weight_g`);
  const inner = shape.slice(along + 1).reduce((all, size) => all * size, 1);
  const places = shape[along];
  const squares = new Float64Array(places);
  const placeOf = (index: number) => Math.floor(index / inner) % places;
  for (let i = 0; i < v.length; i++) squares[placeOf(i)] += v[i] * v[i];
  const scales = squares.map((square, place) => g[place] / Math.sqrt(square));
  return v.map((value, i) => value * scales[placeOf(i)]);
}
