import type { Value } from '../../../onnx/graph.ts';
import type { VocosConfig } from '../config.ts';
import type { Kit } from './kit.ts';
import { backbone, stages } from './vocos.ts';

/** Feature encoder: what wav2vec2 heard, [1, T, input], to what the semantic tokens are chosen from, [1, T, output]. */
export function featureEncoder(kit: Kit, features: Value, config: VocosConfig): Value {
  const { input_channels: from, vocos_dim: width, vocos_intermediate_dim: innerWidth, vocos_num_layers: blocks } = config;
  const main = backbone(kit, features, 'encoder.encoder', { from, width, innerWidth, blocks }); // [1, T, width]
  const frames = stages(kit, main, 'encoder', config); // [1, T, width]
  return kit.linear(frames, 'encoder.project', { from: width, to: config.out_channels });
}
