import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SparkConfig, Wav2vec2Config } from '../../../src/engine/backends/spark/config.ts';
import {
  hearingEndGraph,
  hearingStartGraph,
  meaningGraph,
  prenetGraph,
  speakerGraph,
  voiceGraph,
  waveGraph,
} from '../../../src/engine/backends/spark/graphs.ts';
import { createMelSpectrogram } from '../../../src/engine/backends/spark/mel.ts';
import {
  normalizeVolume,
  referenceClip,
  referenceLength,
  standardize,
} from '../../../src/engine/backends/spark/reference-sound.ts';
import type { Graph } from '../../../src/engine/onnx/graph.ts';
import { modelBytes } from '../../../src/engine/onnx/model-file.ts';
import { openSession, type Tensors, tensor } from '../../../src/engine/onnx/session.ts';
import type { Weights } from '../../../src/engine/onnx/weights.ts';
import { assertClose, type Golden, turned } from './golden.ts';
import { seededIds, seededValues } from './seeded-weights.ts';

const absent = 'not in this case';

/** Parity of the networks around the language model: recording to tokens, and tokens to sound. Tolerances: those of the golden vectors. */
export interface ParityMaterial {
  readonly golden: Golden;
  readonly config: Pick<SparkConfig, 'top' | 'bicodec'>;
  readonly bicodec: Weights;
  /** The part that hears, where the case has it. */
  readonly hearing?: { readonly config: Wav2vec2Config; readonly weights: Weights };
}

export async function runGraph(graph: Graph, feeds: Tensors): Promise<Record<string, ArrayLike<number>>> {
  const session = await openSession(await modelBytes(graph));
  try {
    const results = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, type }]) => [
        name,
        type === 'int64' ? Array.from(data as BigInt64Array, Number) : (data as Float32Array),
      ]),
    );
  } finally {
    await session.close();
  }
}

export function soundParity(material: () => ParityMaterial): void {
  describe('volume', () => {
    test('every branch of the normalisation', () => {
      const { golden } = material();
      const branches = golden.names.filter(name => /^volnorm\/.*\/in$/.test(name));
      for (const name of branches)
        check(golden, name.replace(/in$/, 'out'), () => normalizeVolume(golden.expected(name).values as Float32Array), 1e-6);
    });
  });

  for (const name of ['speech', 'quiet', 'long', 'ref']) {
    describe(`the recording "${name}"`, () => {
      test('who speaks', async context => {
        const { golden, config, bicodec } = material();
        if (!golden.has(`${name}/global_ids`)) return context.skip(absent);
        const sound = normalizeVolume(golden.sound(name));
        check(golden, `${name}/wav_norm`, () => sound, 1e-6);
        const clip = referenceClip(sound, referenceLength(config.top));
        check(golden, `${name}/ref_clip`, () => clip, 1e-6);
        const { num_mels: mels } = config.bicodec.mel_params;
        const { values, frames } = createMelSpectrogram(config.bicodec.mel_params)(clip);
        check(golden, `${name}/mel`, () => turned(values, mels), 1e-5);
        const graph = speakerGraph(bicodec, config.bicodec, { traced: true });
        const reading = await runGraph(graph, { mel: await tensor('float32', values, [1, frames, mels]) });
        for (const layer of [0, 1, 2, 3]) {
          const at100 = (data: ArrayLike<number>) =>
            Float32Array.from({ length: 512 }, (_, channel) => data[channel * frames + 100]);
          check(golden, `${name}/ecapa_out${layer + 1}_t100`, () => at100(reading[`layer.${layer}`]), 5e-5);
        }
        check(golden, `${name}/ecapa_latent`, () => reading.latent, 5e-5);
        check(
          golden,
          `${name}/ecapa_latent_every10`,
          () => Float32Array.from(reading.latent).filter((_, i) => (i % frames) % 10 === 0),
          5e-5,
        );
        check(golden, `${name}/perceiver`, () => reading.description, 3e-4);
        check(golden, `${name}/fsq_bounded`, () => reading.bounded, 3e-4);
        assert.deepEqual([...(reading.tokens as Int32Array)], [...golden.expected(`${name}/global_ids`).values]);
      });

      test('the vector of the voice', async context => {
        const { golden, config, bicodec } = material();
        if (!golden.has(`${name}/d_vector`)) return context.skip(absent);
        const ids = golden.expected(`${name}/global_ids`).values as Int32Array;
        const { voice } = await runGraph(voiceGraph(bicodec, config.bicodec), { tokens: await tensor('int32', ids, [1, 32]) });
        check(golden, `${name}/d_vector`, () => voice, 1e-5);
      });

      test('what is said', async context => {
        const { golden, config, bicodec, hearing } = material();
        if (!hearing || !golden.has(`${name}/semantic_ids`)) return context.skip(absent);
        const input = standardize(normalizeVolume(golden.sound(name)));
        check(golden, `${name}/w2v_input`, () => input, 1e-5);
        const start = await runGraph(hearingStartGraph(hearing.weights, hearing.config, { traced: true }), {
          sound: await tensor('float32', input, [1, input.length]),
        });
        const width = hearing.config.hidden_size;
        check(golden, `${name}/w2v_conv`, () => turned(start.heard, hearing.config.conv_dim.at(-1)!), 3e-5);
        check(golden, `${name}/w2v_hs0`, () => start['state.0'], 1e-4);
        const frames = start.state.length / width;
        const end = await runGraph(hearingEndGraph(hearing.weights, hearing.config, { traced: true }), {
          state: await tensor('float32', start.state as Float32Array, [1, frames, width]),
        });
        for (const state of [11, 14, 16]) check(golden, `${name}/w2v_hs${state}`, () => end[`state.${state}`], 1e-4);
        check(golden, `${name}/w2v_mix`, () => end.features, 1e-4);
        const features = await tensor('float32', end.features as Float32Array, [1, frames, width]);
        const { tokens, encoded, latent } = await runGraph(meaningGraph(bicodec, config.bicodec, { traced: true }), { features });
        check(golden, `${name}/enc_z`, () => turned(encoded, config.bicodec.encoder.out_channels), 2e-4);
        check(golden, `${name}/vq_latent`, () => turned(latent, config.bicodec.quantizer.codebook_dim), 2e-4);
        assertTokens(golden, name, tokens);
      });
    });
  }

  test('semantic tokens of given features', async context => {
    const { golden, config, bicodec } = material();
    if (!golden.has('feat/semantic_ids')) return context.skip(absent);
    const [, frames, width] = [1, 60, config.bicodec.encoder.input_channels];
    const values = seededValues('input/feat', { offset: 0, scale: 1.7 }, 0, frames * width);
    const features = await tensor('float32', values, [1, frames, width]);
    const { tokens, encoded, latent } = await runGraph(meaningGraph(bicodec, config.bicodec, { traced: true }), { features });
    check(golden, 'feat/enc_z', () => turned(encoded, config.bicodec.encoder.out_channels), 5e-5);
    check(golden, 'feat/vq_latent', () => turned(latent, config.bicodec.quantizer.codebook_dim), 5e-5);
    assertTokens(golden, 'feat', tokens);
  });

  for (const { name, semantic, speaker } of [
    { name: 'b', semantic: 'b_semantic', speaker: 'b/global_ids' },
    { name: 'speech', semantic: 'speech/semantic_ids', speaker: 'speech/global_ids' },
    { name: 'dec', semantic: 'dec_semantic', speaker: 'ref/global_ids' },
  ]) {
    test(`sound of the tokens "${name}"`, async context => {
      const { golden, config, bicodec } = material();
      if (!golden.has(`${name}/wave`)) return context.skip(absent);
      const seeded = golden.case.pseudo_random[semantic];
      const ids = seeded ? seededIds(seeded.name, seeded.n, seeded.N) : (golden.expected(semantic).values as Int32Array);
      if (golden.has(`${name}/semantic_ids`)) assert.deepEqual([...ids], [...golden.expected(`${name}/semantic_ids`).values]);
      const global = golden.expected(speaker).values as Int32Array;
      const { voice } = await runGraph(voiceGraph(bicodec, config.bicodec), { tokens: await tensor('int32', global, [1, 32]) });
      const width = config.bicodec.decoder.input_channel;
      const traced = await runGraph(prenetGraph(bicodec, config.bicodec, { traced: true }), {
        tokens: await tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        voice: await tensor('float32', voice as Float32Array, [1, voice.length]),
      });
      check(golden, `${name}/zq`, () => turned(traced.frames, config.bicodec.quantizer.input_dim), 5e-6);
      check(golden, `${name}/prenet_down`, () => traced.inner, 5e-5);
      check(golden, `${name}/prenet`, () => turned(traced.output, width), 5e-5);
      check(golden, `${name}/prenet_plus_d`, () => turned(traced.spoken, width), 5e-5);
      const { graph, kept } = waveGraph(bicodec, config.bicodec, { traced: true });
      const feeds: Record<string, Tensors[string]> = {
        spoken: await tensor('float32', traced.spoken as Float32Array, [1, ids.length, width]),
        last: await tensor('int64', BigInt64Array.of(1n)),
      };
      for (const [index, { channels, startLength }] of kept.entries())
        feeds[`before.${index}`] = await tensor('float32', new Float32Array(channels * startLength), [
          1,
          channels,
          1,
          startLength,
        ]);
      const sound = await runGraph(graph, feeds);
      for (const stage of [0, 1, 2]) check(golden, `${name}/wavegen_${stage}`, () => sound[`stage.${stage}`], 5e-5);
      check(golden, `${name}/wave`, () => sound.sound, 2e-5);
    });
  }
}

/** Only where the case has the array. */
function check(golden: Golden, name: string, actual: () => ArrayLike<number>, tolerance: number): void {
  if (golden.has(name)) assertClose(actual(), golden.expected(name), tolerance, name);
}

/** Equal, but for frames whose two best entries are as good as tied. */
function assertTokens(golden: Golden, name: string, tokens: ArrayLike<number>): void {
  const { values: expected } = golden.expected(`${name}/semantic_ids`);
  const { values: margins } = golden.expected(`${name}/semantic_margin`);
  assert.equal(tokens.length, expected.length);
  const wrong = Array.from(expected, (id, frame) => (tokens[frame] !== id && margins[frame] >= 1e-5 ? frame : -1)).filter(
    frame => frame >= 0,
  );
  assert.deepEqual(wrong, [], `${name}: frames with another token`);
}
