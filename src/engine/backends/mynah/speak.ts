import { tractMap } from './alignment/tract.ts';
import { createFrames, type Frames, hopSeconds } from './frames.ts';
import { contextOf } from './mapping/bank.ts';
import { type Converter, createConverter } from './mapping/converter.ts';
import { applyMap } from './mapping/regression.ts';
import { axisFor } from './parameters.ts';
import { convertF0 } from './prosody/melody.ts';
import { timeMap } from './prosody/rhythm.ts';
import type { LabelledTrack } from './track.ts';
import { bandEdgesHz } from './vocoder/bands.ts';
import { createSynthesizer } from './vocoder/synthesis.ts';
import type { VoiceModel } from './voice-model.ts';

export const sampleRateHz = 24_000;
const fftSize = 1024;
/** Source frames converted at a time: small, so that speech starts soon and a cancelled request stops soon. */
const blockFrames = 60;

/** A voice made ready to speak: the print's model with its search tables. */
export interface Speaker {
  readonly model: VoiceModel;
  readonly converter: Converter;
}

export function createSpeaker(model: VoiceModel): Speaker {
  return { model, converter: createConverter(model.bank, model.predictor, model.names) };
}

/** Speaks one reading in the person's voice, a block at a time. */
export function* speakReading(
  speaker: Speaker,
  source: LabelledTrack,
  options: { rate: number; seed: number },
): Generator<Float32Array> {
  const { model, converter } = speaker;
  const names = [...model.names];
  const context = contextOf(source.phoneOfFrame, source.phones, names);
  for (let frame = 0; frame < source.count; frame++) {
    for (const key of ['phone', 'previous', 'next'] as const)
      if (context[key][frame] >= model.names.length) context[key][frame] = 0;
  }
  const prepared = converter.prepare({
    cepstra: applyMap(tractMap(model.bandHz, model.tractFactor), source.cepstra),
    context,
    voiced: Uint8Array.from(source.f0Hz, value => Number(value > 0)),
  });
  const positions = timeMap(source, model.rhythm, options.rate);
  const synthesizer = createSynthesizer({ sampleRateHz, fftSize, hopSeconds, seed: options.seed });
  const axis = axisFor(model.bandHz, sampleRateHz, fftSize);
  const bins = fftSize / 2 + 1;
  const edges = bandEdgesHz(sampleRateHz);
  let spoken = 0;
  const cepstra = createFrames(source.count, source.cepstra.width);
  const aperiodicity = createFrames(source.count, source.aperiodicity.width);
  for (let from = 0; from < source.count; from += blockFrames) {
    const to = Math.min(source.count, from + blockFrames);
    const converted = converter.convert(prepared, from, to);
    cepstra.data.set(converted.cepstra.data, from * cepstra.width);
    aperiodicity.data.set(converted.aperiodicity.data, from * aperiodicity.width);
    let until = spoken;
    while (until < positions.length && (to === source.count || positions[until] < to - 2)) until++;
    const count = until - spoken;
    const f0Hz = new Float32Array(count);
    const logEnvelope = new Float32Array(count * bins);
    const noise = new Float32Array(count * aperiodicity.width);
    const cepstrum = new Float32Array(cepstra.width);
    for (let index = 0; index < count; index++) {
      const position = positions[spoken + index];
      interpolate(cepstra, position, cepstrum);
      axis.toLogEnvelope(cepstrum, logEnvelope.subarray(index * bins, (index + 1) * bins));
      interpolate(aperiodicity, position, noise.subarray(index * aperiodicity.width, (index + 1) * aperiodicity.width));
      f0Hz[index] = convertF0(model.melody, interpolateF0(source.f0Hz, position));
    }
    spoken = until;
    yield synthesizer.push({ f0Hz, logEnvelope, aperiodicity: noise, bandEdgesHz: edges });
  }
  yield synthesizer.flush();
}

/** Between two rows, after smoothing over three frames. */
function interpolate(frames: Frames, position: number, out: Float32Array): void {
  const { data, width, count } = frames;
  const below = Math.floor(position);
  const share = position - below;
  const at = (frame: number) => Math.min(count - 1, Math.max(0, frame)) * width;
  const a = at(below - 1);
  const b = at(below);
  const c = at(below + 1);
  const d = at(below + 2);
  const wa = 0.25 * (1 - share);
  const wb = 0.5 * (1 - share) + 0.25 * share;
  const wc = 0.25 * (1 - share) + 0.5 * share;
  const wd = 0.25 * share;
  for (let column = 0; column < width; column++)
    out[column] = wa * data[a + column] + wb * data[b + column] + wc * data[c + column] + wd * data[d + column];
}

function interpolateF0(f0Hz: Float32Array, position: number): number {
  const below = Math.floor(position);
  const a = f0Hz[below];
  const b = f0Hz[Math.min(f0Hz.length - 1, below + 1)];
  const share = position - below;
  return a > 0 && b > 0 ? a * (1 - share) + b * share : share < 0.5 ? a : b;
}
