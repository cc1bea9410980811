import type { Value } from '../../../onnx/graph.ts';
import type { Weights } from '../../../onnx/weights.ts';
import type { BicodecConfig } from '../config.ts';
import { type Kit, requireShape } from './kit.ts';
import { foldedWeight, requireParts } from './weight-norm.ts';

/**
 * Semantic quantizer: a factorized codebook (Yu et al. 2021, "Improved VQGAN"): frames are projected to a few dimensions, and the token is the
 * entry of the codebook that points most nearly the same way.
 */
const EPSILON = 1e-12;

/** [1, T, input] -> tokens int64 [1, T], and the projection [1, T, codebook_dim]. */
export function quantize(kit: Kit, frames: Value, config: BicodecConfig['quantizer']): { tokens: Value; latent: Value } {
  const { graph } = kit;
  const { input_dim: width, codebook_dim: depth, codebook_size: entries } = config;
  const length = frames.shape[1];
  const matrix = foldedWeight(kit, 'quantizer.in_project', { shape: [depth, width, 1], along: 0, as: [depth, width] });
  const turned = graph.op('Transpose', [matrix], { perm: [1, 0] }, { shape: [width, depth] });
  const product = graph.op('MatMul', [frames, turned], {}, { shape: [1, length, depth], name: 'quantizer.in_project' });
  const latent = kit.add(product, kit.stored('quantizer.in_project.bias', [depth])); // [1, T, depth]
  const length2 = graph.op('ReduceL2', [latent, graph.constant('int64', [-1])], { keepdims: 1 }, { shape: [1, length, 1] });
  const floored = graph.op('Max', [length2, graph.scalar('float32', EPSILON)], {}, { shape: [1, length, 1] });
  const direction = graph.op('Div', [latent, floored], {}, { shape: [1, length, depth] });
  requireShape(kit.weights, 'quantizer.codebook.weight', [entries, depth]);
  const directions = kit.made('quantizer.codebook/directions', [depth, entries], () => codebookDirections(kit.weights, depth));
  const cosines = graph.op('MatMul', [direction, directions], {}, { shape: [1, length, entries], name: 'quantizer.cosines' });
  // The first one on ties, as upstream's argmax.
  const tokens = graph.op('ArgMax', [cosines], { axis: -1, keepdims: 0 }, { shape: [1, length], type: 'int64' });
  return { tokens, latent };
}

/** Unit vectors as columns, [depth, entries]. */
async function codebookDirections(weights: Weights, depth: number): Promise<Float32Array> {
  const codebook = await weights.read('quantizer.codebook.weight');
  const entries = codebook.length / depth;
  const columns = new Float32Array(codebook.length);
  for (let entry = 0; entry < entries; entry++) {
    const row = codebook.subarray(entry * depth, (entry + 1) * depth);
    const norm = Math.max(Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)), EPSILON);
    for (let i = 0; i < depth; i++) columns[i * entries + entry] = row[i] / norm;
  }
  return columns;
}

/**
 * Tokens int64 [1, T] -> frames [1, T, input]. Codebook and projection out of it are folded into one table, so that a frame is one row. The
 * codebook is taken as it stands here, not as directions.
 */
export function dequantize(kit: Kit, tokens: Value, config: BicodecConfig['quantizer']): Value {
  const { input_dim: width, codebook_size: entries } = config;
  const { codebook_dim: depth } = config;
  requireShape(kit.weights, 'quantizer.codebook.weight', [entries, depth]);
  requireParts(kit.weights, 'quantizer.out_project', { shape: [width, depth, 1], along: 0 });
  requireShape(kit.weights, 'quantizer.out_project.bias', [width]);
  const table = kit.made('quantizer.table', [entries, width], () => foldTable(kit.weights, config));
  return kit.graph.op('Gather', [table, tokens], { axis: 0 }, { shape: [1, tokens.shape[1], width], name: 'quantizer.frames' });
}

async function foldTable(
  weights: Weights,
  { input_dim: width, codebook_dim: depth }: BicodecConfig['quantizer'],
): Promise<Float32Array> {
  const codebook = await weights.read('quantizer.codebook.weight');
  const [v, g, bias] = await Promise.all(
    ['weight_v', 'weight_g', 'bias'].map(name => weights.read(`quantizer.out_project.${name}`)),
  );
  const matrix = new Float64Array(width * depth);
  for (let row = 0; row < width; row++) {
    const direction = v.subarray(row * depth, (row + 1) * depth);
    const scale = g[row] / Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < depth; i++) matrix[row * depth + i] = direction[i] * scale;
  }
  const table = new Float32Array((codebook.length / depth) * width);
  for (let entry = 0; entry < codebook.length / depth; entry++) {
    for (let row = 0; row < width; row++) {
      let sum = bias[row];
      for (let i = 0; i < depth; i++) sum += codebook[entry * depth + i] * matrix[row * depth + i];
      table[entry * width + row] = sum;
    }
  }
  return table;
}
