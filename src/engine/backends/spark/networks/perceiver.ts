import type { Value } from '../../../onnx/graph.ts';
import type { Kit } from './kit.ts';

/**
 * Perceiver sampler (Jaegle et al. 2021; as in lucidrains/naturalspeech2-pytorch): a few learned latents look at all frames and become a
 * description of fixed size. Attention without norms before it, a gated feed-forward, an RMS norm at the end.
 */
const HEADS = 8;
const HEAD_WIDTH = 64;
const INNER = HEADS * HEAD_WIDTH;
const LAYERS = 2;

/** Frames [1, T, from] -> [1, latents, width]. */
export function perceiver(
  kit: Kit,
  frames: Value,
  name: string,
  { from, width, latents }: { from: number; width: number; latents: number },
): Value {
  const { graph } = kit;
  const context = kit.linear(frames, `${name}.proj_context`, { from, to: width }); // [1, T, width]
  let x = kit.stored(`${name}.latents`, [latents, width], [1, latents, width]);
  for (let layer = 0; layer < LAYERS; layer++) {
    x = kit.add(x, attention(kit, { x, context }, `${name}.layers.${layer}.0`));
    x = kit.add(x, feedForward(kit, x, `${name}.layers.${layer}.1`));
  }
  const norm = graph.op('ReduceL2', [x, graph.constant('int64', [-1])], { keepdims: 1 }, { shape: [1, latents, 1] });
  const floored = graph.op('Max', [norm, graph.scalar('float32', 1e-12)], {}, { shape: [1, latents, 1] });
  const direction = graph.op('Div', [x, floored], {}, { shape: x.shape });
  const scaled = kit.multiply(direction, graph.scalar('float32', Math.sqrt(width)));
  return kit.multiply(scaled, kit.stored(`${name}.norm.gamma`, [width]));
}

/** The latents look at themselves and at the context. */
function attention(kit: Kit, { x, context }: { x: Value; context: Value }, name: string): Value {
  const { graph } = kit;
  const [, latents, width] = x.shape as [number, number, number];
  const all = graph.op('Concat', [x, context], { axis: 1 }, { shape: [1, 'latents and frames', width] });
  const query = kit.linear(x, `${name}.to_q`, { from: width, to: INNER, bias: false }); // [1, latents, 512]
  const both = kit.linear(all, `${name}.to_kv`, { from: width, to: 2 * INNER, bias: false });
  const half = { shape: [1, 'latents and frames', INNER] };
  const [key, value] = graph.multi('Split', [both], { axis: 2, num_outputs: 2 }, [half, half]);
  const attributes = { num_heads: HEADS, scale: { float: HEAD_WIDTH ** -0.5 } };
  const seen = graph.op('MultiHeadAttention', [query, key, value], attributes, { shape: [1, latents, INNER], name });
  return kit.linear(seen, `${name}.to_out`, { from: INNER, to: width, bias: false });
}

/** GEGLU (Shazeer 2020): the second half, through GELU, is the gate of the first. The inner width is what the checkpoint has. */
function feedForward(kit: Kit, x: Value, name: string): Value {
  const { graph } = kit;
  const [, latents, width] = x.shape as [number, number, number];
  const inner = kit.weights.shapeOf(`${name}.2.weight`)[1];
  const both = kit.linear(x, `${name}.0`, { from: width, to: 2 * inner });
  const half = { shape: [1, latents, inner] };
  const [value, gate] = graph.multi('Split', [both], { axis: 2, num_outputs: 2 }, [half, half]);
  return kit.linear(kit.multiply(value, kit.gelu(gate)), `${name}.2`, { from: inner, to: width });
}
