import { Graph, type Value } from '../../onnx/graph.ts';
import type { Weights } from '../../onnx/weights.ts';
import type { BicodecConfig, Wav2vec2Config } from './config.ts';
import { featureEncoder } from './networks/feature-encoder.ts';
import { createKit } from './networks/kit.ts';
import type { Scheme } from './networks/matrix.ts';
import { prenet } from './networks/prenet.ts';
import { dequantize, quantize } from './networks/semantic-quantizer.ts';
import { readSpeaker, voiceVector } from './networks/speaker-encoder.ts';
import { hear, layer, mix, USED_LAYERS, USED_STATES } from './networks/wav2vec2.ts';
import { type KeptShape, waveGenerator } from './networks/wave-generator.ts';

/**
 * Graphs: the networks put together into the models that are run, all but the language model. `traced` adds what goes on inside as outputs, for
 * comparison with upstream.
 */
export interface GraphOptions {
  readonly traced?: boolean;
}

/** `mel` [1, T, mels] -> `tokens` int32 [1, 32]: who speaks. */
export function speakerGraph(weights: Weights, config: BicodecConfig, { traced }: GraphOptions = {}): Graph {
  const graph = new Graph('speaker');
  const kit = createKit(graph, weights);
  const { num_mels: mels } = config.mel_params;
  const reading = readSpeaker(kit, graph.input('mel', 'float32', [1, 'frames', mels]), config.speaker_encoder);
  graph.output('tokens', reading.tokens);
  if (traced) {
    for (const [index, value] of reading.layers.entries()) graph.output(`layer.${index}`, value);
    for (const name of ['latent', 'description', 'bounded'] as const) graph.output(name, reading[name]);
  }
  return graph;
}

/** `tokens` int32 [1, 32] -> `voice` [1, D]. */
export function voiceGraph(weights: Weights, config: BicodecConfig): Graph {
  const graph = new Graph('voice');
  const kit = createKit(graph, weights);
  const tokens = graph.input('tokens', 'int32', [1, config.speaker_encoder.token_num]);
  graph.output('voice', voiceVector(kit, tokens, config.speaker_encoder));
  return graph;
}

/** The layers of wav2vec2 come in two models, each half as large. */
const HEARING_SPLIT = USED_LAYERS / 2;

export interface HearingOptions extends GraphOptions {
  readonly scheme?: Scheme;
}

/** `sound` [1, N], normalised -> `state` [1, T, width]. */
export function hearingStartGraph(
  weights: Weights,
  config: Wav2vec2Config,
  { traced, scheme = 'float32' }: HearingOptions = {},
): Graph {
  const graph = new Graph('hearing, first half');
  const kit = createKit(graph, weights);
  const { state: first, heard } = hear(kit, graph.input('sound', 'float32', [1, 'samples']), config);
  let state = first;
  for (let index = 0; index < HEARING_SPLIT; index++) state = layer(kit, state, index, { config, scheme });
  graph.output('state', state);
  if (traced) {
    graph.output('heard', heard);
    graph.output('state.0', first);
  }
  return graph;
}

/** `state` [1, T, width] -> `features` [1, T, width]. */
export function hearingEndGraph(
  weights: Weights,
  config: Wav2vec2Config,
  { traced, scheme = 'float32' }: HearingOptions = {},
): Graph {
  const graph = new Graph('hearing, second half');
  const kit = createKit(graph, weights);
  let state = graph.input('state', 'float32', [1, 'frames', config.hidden_size]);
  const used: Value[] = [];
  for (let index = HEARING_SPLIT; index < USED_LAYERS; index++) {
    state = layer(kit, state, index, { config, scheme });
    if ((USED_STATES as readonly number[]).includes(index + 1)) used.push(state);
  }
  graph.output('features', mix(kit, used));
  if (traced) for (const [index, value] of used.entries()) graph.output(`state.${USED_STATES[index]}`, value);
  return graph;
}

/** `features` [1, T, width] -> `tokens` int64 [1, T]: what is said. */
export function meaningGraph(weights: Weights, config: BicodecConfig, { traced }: GraphOptions = {}): Graph {
  const graph = new Graph('meaning');
  const kit = createKit(graph, weights);
  const features = graph.input('features', 'float32', [1, 'frames', config.encoder.input_channels]);
  const encoded = featureEncoder(kit, features, config.encoder);
  const { tokens, latent } = quantize(kit, encoded, config.quantizer);
  graph.output('tokens', tokens);
  if (traced) {
    graph.output('encoded', encoded);
    graph.output('latent', latent);
  }
  return graph;
}

/** `tokens` int64 [1, T] and `voice` [1, D] -> `spoken` [1, T, width]. */
export function prenetGraph(weights: Weights, config: BicodecConfig, { traced }: GraphOptions = {}): Graph {
  const graph = new Graph('prenet');
  const kit = createKit(graph, weights);
  const tokens = graph.input('tokens', 'int64', [1, 'frames']);
  const voice = graph.input('voice', 'float32', [1, config.prenet.condition_dim]);
  const frames = dequantize(kit, tokens, config.quantizer);
  const { output, inner, spoken } = prenet(kit, { frames, voice }, config.prenet);
  graph.output('spoken', spoken);
  if (traced) {
    graph.output('frames', frames);
    graph.output('output', output);
    graph.output('inner', inner);
  }
  return graph;
}

/**
 * `spoken` [1, T, width], `last` int64 [1] and what was kept, `before.N` -> `sound` [1, 1, 1, any] and what is to be kept, `after.N`. `kept` says what N
 * stands for and how it starts.
 */
export function waveGraph(
  weights: Weights,
  config: BicodecConfig,
  { traced }: GraphOptions = {},
): { graph: Graph; kept: readonly KeptShape[] } {
  const graph = new Graph('wave');
  const kit = createKit(graph, weights);
  const spoken = graph.input('spoken', 'float32', [1, 'frames', config.decoder.input_channel]);
  const last = graph.input('last', 'int64', [1]);
  const kept: KeptShape[] = [];
  const stream = {
    last,
    keep(_name: string, channels: number) {
      const index = kept.length;
      const before = graph.input(`before.${index}`, 'float32', [1, channels, 1, `kept ${index}`]);
      return { before, keepAfter: (after: Value) => graph.output(`after.${index}`, after) };
    },
  };
  const onStage = traced ? (stage: number, x: Value) => graph.output(`stage.${stage}`, x) : undefined;
  graph.output('sound', waveGenerator(kit, spoken, { config: config.decoder, stream, kept, onStage }));
  return { graph, kept };
}
