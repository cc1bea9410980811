import type { Value } from '../../../onnx/graph.ts';
import type { VocosConfig } from '../config.ts';
import { type Kit, requireNoMore } from './kit.ts';

/**
 * Vocos backbone (Siuzdak 2023, "Vocos"): ConvNeXt blocks over frames; the body of the feature encoder and of the prenet. Every norm may
 * be conditioned on a voice: then its scale and shift come from the voice's vector (AdaLN).
 */
const EPSILON = 1e-6;
const KERNEL = 7;

export interface BackboneOptions {
  readonly from: number;
  readonly width: number;
  readonly innerWidth: number;
  readonly blocks: number;
  /** [1, D]: what the norms are conditioned on. */
  readonly condition?: Value;
}

/** [1, T, from] -> [1, T, width]. */
export function backbone(kit: Kit, x: Value, name: string, options: BackboneOptions): Value {
  const { from, width, blocks, condition } = options;
  return kit.graph.within(name, () => {
    const embedded = kit.convolution(kit.toChannels(x), `${name}.embed`, { from, to: width, kernel: KERNEL, padding: 3 });
    let frames = norm(kit, kit.toRows(embedded), `${name}.norm`, condition); // [1, T, width]
    for (let index = 0; index < blocks; index++) frames = block(kit, frames, `${name}.convnext.${index}`, options);
    requireNoMore(kit.weights, `${name}.convnext.${blocks}.gamma`);
    return kit.layerNorm(frames, `${name}.final_layer_norm`, EPSILON);
  });
}

/** One ConvNeXt block (Liu et al. 2022), [1, T, width] -> the same. */
function block(kit: Kit, x: Value, name: string, { width, innerWidth, condition }: BackboneOptions): Value {
  const depthwise = { from: width, to: width, kernel: KERNEL, padding: 3, groups: width };
  const mixed = kit.toRows(kit.convolution(kit.toChannels(x), `${name}.dwconv`, depthwise)); // [1, T, width]
  const normed = norm(kit, mixed, `${name}.norm`, condition);
  const inner = kit.gelu(kit.linear(normed, `${name}.pwconv1`, { from: width, to: innerWidth })); // [1, T, innerWidth]
  const outer = kit.linear(inner, `${name}.pwconv2`, { from: innerWidth, to: width }); // [1, T, width]
  return kit.add(x, kit.multiply(outer, kit.stored(`${name}.gamma`, [width])));
}

function norm(kit: Kit, x: Value, name: string, condition: Value | undefined): Value {
  if (!condition) return kit.layerNorm(x, name, EPSILON);
  const width = x.shape[2] as number;
  const sizes = { from: condition.shape[1] as number, to: width };
  const { graph } = kit;
  const ones = graph.constant('float32', new Array(width).fill(1));
  const plain = graph.op('LayerNormalization', [x, ones], { axis: -1, epsilon: { float: EPSILON } }, { shape: x.shape });
  const scale = kit.linear(condition, `${name}.scale`, sizes); // [1, width]
  const shift = kit.linear(condition, `${name}.shift`, sizes); // [1, width]
  return kit.add(kit.multiply(plain, scale), shift);
}

/**
 * The two stages that could change the rate: each a sampling block and a small backbone. With ratio 1 the block has no weights and adds its
 * two bypasses to its input, which makes three times the input. [1, T, width] -> the same.
 */
export function stages(kit: Kit, x: Value, name: string, config: VocosConfig): Value {
  const { vocos_dim: width, vocos_intermediate_dim: innerWidth, sample_ratios: ratios } = config;
  let frames = x;
  for (const index of ratios.keys()) {
    const tripled = kit.multiply(frames, kit.graph.scalar('float32', 3));
    frames = backbone(kit, tripled, `${name}.downsample.${index}.1`, { from: width, width, innerWidth, blocks: 2 });
  }
  requireNoMore(kit.weights, `${name}.downsample.${ratios.length}.1.embed.weight`);
  return frames;
}
