import type { Value } from '../../../onnx/graph.ts';
import type { BicodecConfig } from '../config.ts';
import { ECAPA_FEATURES, ecapa } from './ecapa.ts';
import type { Kit } from './kit.ts';
import { perceiver } from './perceiver.ts';
import { dequantizeScalars, quantizeScalars } from './scalar-quantizer.ts';

/**
 * Speaker encoder: a voice as 32 numbers, its global tokens, read from a mel spectrogram; and the vector that the prenet is conditioned on,
 * made from these numbers alone.
 */
const NAME = 'speaker_encoder';

export interface SpeakerReading {
  /** int32 [1, 32]. */
  readonly tokens: Value;
  /** [1, 32, levels], what was rounded. */
  readonly bounded: Value;
  /** [1, 32, width]. */
  readonly description: Value;
  /** [1, 1536, 1, T]. */
  readonly latent: Value;
  /** What the layers of ECAPA gave, [1, 512, 1, T] each. */
  readonly layers: readonly Value[];
}

/** Mel [1, T, mels] -> global tokens. */
export function readSpeaker(kit: Kit, mel: Value, config: BicodecConfig['speaker_encoder']): SpeakerReading {
  const { latent_dim: width, token_num: latents, fsq_levels: levels } = config;
  const { latent, layers } = ecapa(kit, kit.toChannels(mel), `${NAME}.speaker_encoder`);
  const description = perceiver(kit, kit.toRows(latent), `${NAME}.perceiver_sampler`, { from: ECAPA_FEATURES, width, latents });
  return { ...quantizeScalars(kit, description, `${NAME}.quantizer`, levels), description, latent, layers };
}

/** Global tokens int32 [1, 32] -> the vector of the voice, [1, D]. */
export function voiceVector(kit: Kit, tokens: Value, config: BicodecConfig['speaker_encoder']): Value {
  const { graph } = kit;
  const { latent_dim: width, token_num: latents, fsq_levels: levels, out_dim: to } = config;
  const description = dequantizeScalars(kit, tokens, `${NAME}.quantizer`, { levels, width }); // [1, 32, width]
  // Channel by channel: all 32 values of the first, then of the second.
  const turned = graph.op('Transpose', [description], { perm: [0, 2, 1] }, { shape: [1, width, latents] });
  const flat = graph.op('Reshape', [turned, graph.constant('int64', [1, width * latents])], {}, { shape: [1, width * latents] });
  return kit.linear(flat, `${NAME}.project`, { from: width * latents, to });
}
