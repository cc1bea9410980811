import type { Value } from '../../../onnx/graph.ts';
import type { Kit } from './kit.ts';

/**
 * ECAPA-TDNN (Desplanques et al. 2020) in the shape of wespeaker's "GLOB_c512", as far as its features go: Spark-TTS reads a voice from its
 * last feature map and never pools it.
 */
const CHANNELS = 512;
const SCALE = 8;
const WIDTH = CHANNELS / SCALE;
const BOTTLENECK = 128;
export const ECAPA_FEATURES = 3 * CHANNELS;
const DILATIONS = [2, 3, 4];
const EPSILON = 1e-5;

/** Mel [1, mels, 1, T] -> [1, 1536, 1, T]; `layers`: what the four layers gave, [1, 512, 1, T] each. */
export function ecapa(kit: Kit, mel: Value, name: string): { latent: Value; layers: readonly Value[] } {
  const { graph } = kit;
  const length = mel.shape[3];
  const first = convolution(kit, mel, `${name}.layer1`, { from: mel.shape[1] as number, to: CHANNELS, kernel: 5 });
  const layers = [first];
  for (const [index, dilation] of DILATIONS.entries())
    layers.push(block(kit, layers[index], `${name}.layer${index + 2}.se_res2block`, dilation));
  const joined = graph.op('Concat', layers.slice(1), { axis: 1 }, { shape: [1, ECAPA_FEATURES, 1, length] });
  const mixed = kit.convolution(joined, `${name}.conv`, { from: ECAPA_FEATURES, to: ECAPA_FEATURES, kernel: 1 });
  return { latent: relu(kit, mixed), layers };
}

/** SE-Res2 block, [1, 512, 1, T] -> the same. */
function block(kit: Kit, x: Value, name: string, dilation: number): Value {
  const { graph } = kit;
  const length = x.shape[3];
  const square = { from: CHANNELS, to: CHANNELS, kernel: 1 };
  const opened = convolution(kit, x, `${name}.0`, square);
  const parts = graph.multi(
    'Split',
    [opened],
    { axis: 1, num_outputs: SCALE },
    new Array(SCALE).fill({ shape: [1, WIDTH, 1, length] }),
  );
  // Each part but the last is convolved together with the result of the one before it.
  const done: Value[] = [];
  for (let index = 0; index < SCALE - 1; index++) {
    const given = index === 0 ? parts[0] : kit.add(done[index - 1], parts[index]);
    const options = { from: WIDTH, to: WIDTH, kernel: 3, padding: dilation, dilation };
    const convolved = kit.convolution(given, `${name}.1.convs.${index}`, options);
    done.push(batchNorm(kit, relu(kit, convolved), `${name}.1.bns.${index}`));
  }
  const joined = graph.op('Concat', [...done, parts[SCALE - 1]], { axis: 1 }, { shape: [1, CHANNELS, 1, length] });
  const closed = convolution(kit, joined, `${name}.2`, square);
  return kit.add(x, kit.multiply(closed, squeezeAndExcite(kit, closed, `${name}.3`)));
}

/** A weight for each channel from its mean over time, [1, 512, 1, 1]. */
function squeezeAndExcite(kit: Kit, x: Value, name: string): Value {
  const { graph } = kit;
  const mean = graph.op('ReduceMean', [x, graph.constant('int64', [2, 3])], { keepdims: 0 }, { shape: [1, CHANNELS] });
  const squeezed = relu(kit, kit.linear(mean, `${name}.linear1`, { from: CHANNELS, to: BOTTLENECK }));
  const excited = kit.linear(squeezed, `${name}.linear2`, { from: BOTTLENECK, to: CHANNELS });
  const weights = graph.op('Sigmoid', [excited], {}, { shape: [1, CHANNELS] });
  return graph.op('Unsqueeze', [weights, graph.constant('int64', [2, 3])], {}, { shape: [1, CHANNELS, 1, 1] });
}

/** Convolution, ReLU, norm: in this order everywhere. */
function convolution(kit: Kit, x: Value, name: string, options: { from: number; to: number; kernel: number }): Value {
  const convolved = kit.convolution(x, `${name}.conv`, { ...options, padding: (options.kernel - 1) / 2 });
  return batchNorm(kit, relu(kit, convolved), `${name}.bn`);
}

function relu(kit: Kit, x: Value): Value {
  return kit.graph.op('Relu', [x], {}, { shape: x.shape });
}

function batchNorm(kit: Kit, x: Value, name: string): Value {
  const size = [x.shape[1] as number];
  const statistics = ['weight', 'bias', 'running_mean', 'running_var'].map(part => kit.stored(`${name}.${part}`, size));
  return kit.graph.op('BatchNormalization', [x, ...statistics], { epsilon: { float: EPSILON } }, { shape: x.shape, name });
}
