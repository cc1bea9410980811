import type { Value } from '../../../onnx/graph.ts';
import type { BicodecConfig } from '../config.ts';
import type { Kit } from './kit.ts';
import { type Upsampling, upsample } from './upsample.ts';
import { foldedWeight } from './weight-norm.ts';

/**
 * Wave generator: frames to sound, as the decoder of the Descript Audio Codec (Kumar et al. 2023): transposed convolutions that raise the rate
 * step by step, with dilated residual units in between, and Snake as the activation. 50 frames a second become 16 000 samples.
 *
 * It works on a stream. Each layer that looks around itself keeps the end of what it was given, and takes it up again with the next part; so
 * parts of any length, one after the other, give exactly what the whole would give, and nothing is computed twice. At the start of a sound a
 * layer has kept half its reach of zeros, which is its padding; at the end (`last` = 1) as many are added.
 */
export interface Stream {
  /** int64 [1]: 1 with the last part of a sound, else 0. */
  readonly last: Value;
  /** What a layer has kept, [1, C, 1, any]; and what it keeps for the next part. */
  keep(name: string, channels: number): { before: Value; keepAfter: (after: Value) => void };
}

/** What a layer keeps at the start: so many zeros. */
export interface KeptShape {
  readonly name: string;
  readonly channels: number;
  readonly startLength: number;
}

const DILATIONS = [1, 3, 9];
const KERNEL = 7;

/** [1, T, input] -> samples [1, 1, 1, any]. `kept` gets the shape of everything that is kept. */
export function waveGenerator(
  kit: Kit,
  frames: Value,
  { config, stream, kept, onStage = () => {} }: WaveGeneratorOptions,
): Value {
  const { rates, kernel_sizes: kernels, channels: width } = config;
  const layers = createLayers(kit, stream, kept);
  let x = layers.convolution(kit.toChannels(frames), 'decoder.model.0', { from: config.input_channel, to: width }); // [1, width, 1, T]
  onStage(0, x);
  for (const [index, rate] of rates.entries()) {
    const name = `decoder.model.${index + 1}.block`;
    const from = width / 2 ** index;
    const to = from / 2;
    x = layers.raise(x, name, { from, to, rate, kernel: kernels[index] }); // [1, to, 1, rate * T]
    for (const [unit, dilation] of DILATIONS.entries())
      x = layers.residual(x, `${name}.${unit + 2}.block`, { channels: to, dilation });
    onStage(index + 1, x);
  }
  const last = rates.length + 1;
  const narrow = width / 2 ** rates.length;
  const sound = layers.convolution(x, `decoder.model.${last + 1}`, { from: narrow, to: 1, snake: `decoder.model.${last}` });
  return kit.graph.op('Tanh', [sound], {}, { shape: sound.shape });
}

export interface WaveGeneratorOptions {
  readonly config: BicodecConfig['decoder'];
  readonly stream: Stream;
  readonly kept: KeptShape[];
  /** Sees what each stage gives; for comparison with upstream. */
  readonly onStage?: (stage: number, x: Value) => void;
}

function createLayers(kit: Kit, stream: Stream, kept: KeptShape[]) {
  const { graph } = kit;
  let lengths = 0;
  /** Lengths depend on where in the sound a part lies, so each has a name of its own. */
  const some = (channels: number) => [1, channels, 1, `length ${++lengths}`];
  const axis = graph.constant('int64', [3]);
  const end = graph.constant('int64', [Number.MAX_SAFE_INTEGER]);

  /** What was kept, then `x`, then, at the end of the sound, zeros; and keeps the last `length` of it all. */
  function join(x: Value, name: string, { start, length, after }: { start: number; length: number; after: number }): Value {
    const channels = x.shape[1] as number;
    const { before, keepAfter } = stream.keep(name, channels);
    kept.push({ name, channels, startLength: start });
    const widths = graph.op('Mul', [stream.last, graph.constant('int64', [0, 0, 0, 0, 0, 0, 0, after])], {}, { shape: [8] });
    const padded = graph.op('Pad', [x, widths], { mode: 'constant' }, { shape: some(channels), name: `${name}/end` });
    const joined = graph.op('Concat', [before, padded], { axis: 3 }, { shape: some(channels), name: `${name}/joined` });
    keepAfter(
      graph.op(
        'Slice',
        [joined, graph.constant('int64', [-length]), end, axis],
        {},
        { shape: some(channels), name: `${name}/kept` },
      ),
    );
    return joined;
  }

  /** Snake (Ziyin et al. 2020): x + sin(a x)^2 / a, with `a` for each channel. Zero stays zero, so padding may come before it. */
  function snake(x: Value, name: string): Value {
    const channels = x.shape[1] as number;
    const alpha = kit.stored(`${name}.alpha`, [1, channels, 1], [1, channels, 1, 1]);
    const inverse = kit.made(`${name}.alpha/inverse`, [1, channels, 1, 1], async () =>
      (await kit.weights.read(`${name}.alpha`)).map(value => 1 / (value + 1e-9)),
    );
    const sine = graph.op('Sin', [kit.multiply(x, alpha)], {}, { shape: x.shape });
    return kit.add(x, kit.multiply(kit.multiply(sine, sine), inverse));
  }

  function convolve(
    x: Value,
    name: string,
    { from, to, kernel, dilation = 1 }: { from: number; to: number; kernel: number; dilation?: number },
  ): Value {
    const weight = foldedWeight(kit, name, { shape: [to, from, kernel], along: 0, as: [to, from, 1, kernel] });
    return kit.convolution(x, name, { from, to, kernel, dilation, weight, length: some(to)[3] });
  }

  return {
    convolution(x: Value, name: string, { from, to, snake: activation }: { from: number; to: number; snake?: string }): Value {
      const reach = (KERNEL - 1) / 2;
      const joined = join(x, name, { start: reach, length: 2 * reach, after: reach });
      return convolve(activation ? snake(joined, activation) : joined, name, { from, to, kernel: KERNEL });
    },

    /** Snake and a transposed convolution that makes `rate` places of one. */
    raise(x: Value, name: string, sizes: Upsampling): Value {
      const joined = join(x, `${name}.1`, { start: 1, length: 2, after: 1 });
      return upsample(kit, snake(joined, `${name}.0`), `${name}.1`, { ...sizes, length: some(sizes.to)[3] as string });
    },

    residual(x: Value, name: string, { channels, dilation }: { channels: number; dilation: number }): Value {
      const reach = ((KERNEL - 1) / 2) * dilation;
      const joined = join(x, `${name}.1`, { start: reach, length: 2 * reach, after: reach });
      const wide = convolve(snake(joined, `${name}.0`), `${name}.1`, { from: channels, to: channels, kernel: KERNEL, dilation });
      const narrow = convolve(snake(wide, `${name}.2`), `${name}.3`, { from: channels, to: channels, kernel: 1 });
      const bounds = [reach, -reach].map(place => graph.constant('int64', [place]));
      const middle = graph.op('Slice', [joined, ...bounds, axis], {}, { shape: some(channels) });
      return kit.add(middle, narrow);
    },
  };
}
