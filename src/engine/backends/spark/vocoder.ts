import { release, type Session, type Tensor, type Tensors, tensor } from '../../onnx/session.ts';
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
  /** Forgets all. */
  close(): void;
}

export interface VocoderParts {
  readonly voice: Session;
  readonly prenet: Session;
  readonly wave: Session;
  readonly kept: readonly KeptShape[];
  readonly config: BicodecConfig;
}

/** Frames that the prenet wants to see after the one that it makes. It could see further; what lies there changes nothing beyond 1e-4. */
const LOOKAHEAD = 24;
/** And before it. */
const LOOKBACK = 32;
/**
 * The very first sound is made from so many tokens, before the frames that it depends on have seen all that they want to: it depends on the later ones
 * so little that it is right all the same. They are made again when more is known.
 */
export const FIRST_TOKENS = 28;
/** Frames that the wave generator has to have ahead of its sound. */
const WAVE_REACH = 11;
/** Fewer at the start are not worth a run. */
const LEAST_FRAMES = 3;

export function createVocoder({ voice, prenet, wave, kept, config }: VocoderParts): Vocoder {
  const reach = prenetReach(config);
  const keptNames = kept.map((_, index) => ({ before: `before.${index}`, after: `after.${index}` }));

  async function startState(): Promise<Record<string, Tensor>> {
    const state: Record<string, Tensor> = {};
    for (const [index, { channels, startLength }] of kept.entries()) {
      const shape = [1, channels, 1, startLength];
      state[keptNames[index].before] = await tensor('float32', new Float32Array(channels * startLength), shape);
    }
    return state;
  }

  return {
    async voice(globalTokens) {
      const { voice: vector } = await voice.run({ tokens: await tensor('int32', globalTokens, [1, globalTokens.length]) });
      return vector.data as Float32Array;
    },

    async begin(vector) {
      const voiceTensor = await tensor('float32', vector, [1, vector.length]);
      const known: number[] = [];
      let spoken = 0;
      let state = await startState();
      /** Samples of the first sound, which come once more with the next. */
      let ahead = 0;
      return { push, close: () => release(state) };

      async function push(tokens: readonly number[], last: boolean): Promise<Float32Array> {
        known.push(...tokens);
        const end = last ? known.length : known.length - LOOKAHEAD;
        if (spoken === 0 && ahead === 0 && !last && end < WAVE_REACH + LEAST_FRAMES) return firstSound();
        if (end - spoken < (spoken === 0 && !last ? WAVE_REACH + LEAST_FRAMES : 1)) return new Float32Array(0);
        const results = await speakOn(spoken, end, last);
        spoken = end;
        release(state);
        state = Object.fromEntries(keptNames.map(names => [names.before, results[names.after]]));
        const sound = results.sound.data as Float32Array;
        const before = Math.min(ahead, sound.length);
        ahead -= before;
        return sound.subarray(before);
      }

      /** Without going on from it. */
      async function firstSound(): Promise<Float32Array> {
        if (known.length < FIRST_TOKENS) return new Float32Array(0);
        const { sound, ...kept } = await speakOn(0, known.length - LOOKAHEAD + WAVE_REACH, false);
        release(kept);
        ahead = sound.size;
        return sound.data as Float32Array;
      }

      async function speakOn(from: number, to: number, last: boolean): Promise<Tensors> {
        const spokenFrames = await speakFrames(from, to);
        return wave.run({ spoken: spokenFrames, last: await tensor('int64', BigInt64Array.of(last ? 1n : 0n)), ...state });
      }

      /** Frames `from` up to `to`, [1, to - from, width]. */
      async function speakFrames(from: number, to: number): Promise<Tensor> {
        const start = Math.max(0, from - Math.min(reach, LOOKBACK));
        const end = Math.min(known.length, to + reach);
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
