import { type Session, type Tensor, tensor } from '../../onnx/session.ts';
import type { BicodecConfig } from './config.ts';
import type { KeptShape } from './networks/wave-generator.ts';

/**
 * Vocoder: semantic tokens to sound, as they come. The prenet sees each frame with its neighbours on both sides; the wave generator goes on where
 * it stopped. The parts, one after the other, are the whole: a frame is only spoken when the frames that it depends on are known.
 */
export interface Vocoder {
  /** The vector of a voice, [D], from its global tokens. */
  voice(globalTokens: Int32Array): Promise<Float32Array>;
  begin(voice: Float32Array): Promise<VocoderStream>;
}

export interface VocoderStream {
  /** `last`: nothing comes after these tokens. Gives what can be spoken by now, maybe nothing. */
  push(tokens: readonly number[], last: boolean): Promise<Float32Array>;
}

export interface VocoderParts {
  readonly voice: Session;
  readonly prenet: Session;
  readonly wave: Session;
  readonly kept: readonly KeptShape[];
  readonly config: BicodecConfig;
}

/** Frames that the prenet wants to see after the one it makes; fewer for the very first ones, so that they come sooner (see below). */
export const lookahead = { first: 14, later: 22 } as const;
/** Frames that the wave generator wants at once at the start: its own reach, and a few to speak. */
export const FIRST_FRAMES = 14;

export function createVocoder({ voice, prenet, wave, kept, config }: VocoderParts): Vocoder {
  const before = prenetReach(config);
  const keptNames = kept.map((_, index) => ({ before: `before.${index}`, after: `after.${index}` }));

  return {
    async voice(globalTokens) {
      const { voice: vector } = await voice.run({ tokens: await tensor('int32', globalTokens, [1, globalTokens.length]) });
      return vector.data as Float32Array;
    },

    async begin(vector) {
      const voiceTensor = await tensor('float32', vector, [1, vector.length]);
      const known: number[] = [];
      let spoken = 0;
      let state: Record<string, Tensor> = {};
      for (const [index, { channels, startLength }] of kept.entries()) {
        state[keptNames[index].before] = await tensor('float32', new Float32Array(channels * startLength), [
          1,
          channels,
          1,
          startLength,
        ]);
      }
      return { push };

      async function push(tokens: readonly number[], last: boolean): Promise<Float32Array> {
        known.push(...tokens);
        const end = last ? known.length : known.length - (spoken === 0 ? lookahead.first : lookahead.later);
        if (end - spoken < (last ? 1 : spoken === 0 ? FIRST_FRAMES : 1)) return new Float32Array(0);
        const frames = await speakFrames(spoken, end);
        spoken = end;
        const results = await wave.run({
          spoken: frames,
          last: await tensor('int64', BigInt64Array.of(last ? 1n : 0n)),
          ...state,
        });
        state = Object.fromEntries(keptNames.map(names => [names.before, results[names.after]]));
        return results.sound.data as Float32Array;
      }

      /** Frames `from` up to `to`, [1, to - from, width]. */
      async function speakFrames(from: number, to: number): Promise<Tensor> {
        const start = Math.max(0, from - before);
        const end = Math.min(known.length, to + before);
        const seen = BigInt64Array.from(known.slice(start, end), BigInt);
        const { spoken: all } = await prenet.run({ tokens: await tensor('int64', seen, [1, seen.length]), voice: voiceTensor });
        const width = all.dims[2];
        const wanted = (all.data as Float32Array).subarray((from - start) * width, (to - start) * width);
        return tensor('float32', wanted, [1, to - from, width]);
      }
    },
  };
}

/** Frames that the prenet looks to each side: three for each convolution. */
export function prenetReach({ prenet }: Pick<BicodecConfig, 'prenet'>): number {
  const stages = prenet.sample_ratios.length;
  return 3 * (stages * (1 + 2) + 1 + prenet.vocos_num_layers);
}
