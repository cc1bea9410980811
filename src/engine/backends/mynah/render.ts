import { createFrames, type Frames } from './frames.ts';
import { axisFor } from './parameters.ts';
import { convertF0 } from './prosody/melody.ts';
import { bandEdgesHz } from './vocoder/bands.ts';
import type { SpeechFrames } from './vocoder/synthesis.ts';
import type { VoiceModel } from './voice-model.ts';

export interface RenderOptions {
  /** Of the synthesizer. */
  readonly sampleRateHz: number;
  readonly fftSize: number;
  /** Source position, in frames, of each output frame. */
  readonly positions: Float64Array;
  /** (source frames) the reader's. */
  readonly f0Hz: Float32Array;
}

/**
 * Renderer: converted frames on the reader's clock into vocoder frames on the person's. Gives out every output frame once, as soon as
 * the source frames on both sides of it are there.
 */
export function createRenderer(
  { bandHz, melody, bank }: VoiceModel,
  { sampleRateHz, fftSize, positions, f0Hz: sourceF0 }: RenderOptions,
): (converted: { cepstra: Frames; aperiodicity: Frames }, to: number) => SpeechFrames {
  const axis = axisFor(bandHz, sampleRateHz, fftSize);
  const bins = fftSize / 2 + 1;
  const edgesHz = bandEdgesHz(sampleRateHz);
  const count = sourceF0.length;
  const cepstra = createFrames(count, axis.width);
  const aperiodicity = createFrames(count, bank.aperiodicity.width);
  const cepstrum = new Float32Array(axis.width);
  let rendered = 0;
  return (converted, to) => {
    cepstra.data.set(converted.cepstra.data, (to - converted.cepstra.count) * cepstra.width);
    aperiodicity.data.set(converted.aperiodicity.data, (to - converted.aperiodicity.count) * aperiodicity.width);
    const first = rendered;
    while (rendered < positions.length && (to === count || positions[rendered] < to - 1)) rendered++;
    const frames = {
      f0Hz: new Float32Array(rendered - first),
      logEnvelope: new Float32Array((rendered - first) * bins),
      aperiodicity: new Float32Array((rendered - first) * aperiodicity.width),
      bandEdgesHz: edgesHz,
    };
    for (let index = 0; index < rendered - first; index++) {
      const position = positions[first + index];
      interpolate(cepstra, position, cepstrum);
      axis.toLogEnvelope(cepstrum, frames.logEnvelope.subarray(index * bins, (index + 1) * bins));
      interpolate(
        aperiodicity,
        position,
        frames.aperiodicity.subarray(index * aperiodicity.width, (index + 1) * aperiodicity.width),
      );
      frames.f0Hz[index] = convertF0(melody, interpolateF0(sourceF0, position));
    }
    return frames;
  };
}

function interpolate({ data, width, count }: Frames, position: number, out: Float32Array): void {
  const below = Math.floor(position);
  const share = position - below;
  const a = below * width;
  const b = Math.min(count - 1, below + 1) * width;
  for (let column = 0; column < width; column++) out[column] = data[a + column] + share * (data[b + column] - data[a + column]);
}

/** Across a change of voicing there is nothing between: the nearer side counts. */
function interpolateF0(f0Hz: Float32Array, position: number): number {
  const below = Math.floor(position);
  const a = f0Hz[below];
  const b = f0Hz[Math.min(f0Hz.length - 1, below + 1)];
  const share = position - below;
  return a > 0 && b > 0 ? a + share * (b - a) : share < 0.5 ? a : b;
}
