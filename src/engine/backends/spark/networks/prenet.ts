import type { Value } from '../../../onnx/graph.ts';
import type { VocosConfig } from '../config.ts';
import type { Kit } from './kit.ts';
import { backbone, stages } from './vocos.ts';

/**
 * Prenet: frames of what is said, [1, T, input], and a voice, [1, D], to frames of that voice saying it, [1, T, output]. The voice enters twice: in
 * every norm of the main network, and added to the result. Also gives the frames in front of the main network, [1, T, width].
 */
export function prenet(
  kit: Kit,
  { frames, voice }: { frames: Value; voice: Value },
  config: VocosConfig & { readonly condition_dim: number },
): { output: Value; inner: Value; spoken: Value } {
  const {
    input_channels: from,
    vocos_dim: width,
    vocos_intermediate_dim: innerWidth,
    vocos_num_layers: blocks,
    out_channels: to,
  } = config;
  const narrowed = kit.linear(frames, 'prenet.linear_pre', { from, to: width }); // [1, T, width]
  const inner = stages(kit, narrowed, 'prenet', config); // [1, T, width]
  const options = { from: width, width, innerWidth, blocks, condition: voice };
  const main = backbone(kit, inner, 'prenet.vocos_backbone', options); // [1, T, width]
  const output = kit.linear(main, 'prenet.linear', { from: width, to }); // [1, T, output]
  return { output, inner, spoken: kit.add(output, voice) };
}
