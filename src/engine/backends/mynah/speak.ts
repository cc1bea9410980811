import type { Reading } from '../../reading/espeak.ts';
import { tractMap } from './alignment/tract.ts';
import { hopSeconds } from './frames.ts';
import { contextOf, knownNames } from './mapping/bank.ts';
import { type Converter, createConverter } from './mapping/converter.ts';
import type { LinearMap } from './mapping/regression.ts';
import { openReading } from './parameters.ts';
import { timeMap } from './prosody/rhythm.ts';
import { createRenderer } from './render.ts';
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
  /** Moves the reader's formants to where the person's are. */
  readonly tract: LinearMap;
}

export function createSpeaker(model: VoiceModel): Speaker {
  return {
    model,
    converter: createConverter(model.bank, model.predictor, model.names, model.kind),
    tract: tractMap(model.bandHz, model.tractFactor),
  };
}

/** Speaks one reading in the person's voice, a block at a time: 24 kHz samples. */
export function* speakReading(
  { model, converter, tract }: Speaker,
  reading: Reading,
  { rate, seed }: { rate: number; seed: number },
): Generator<Float32Array> {
  const source = openReading(reading, model.bandHz, tract);
  const context = contextOf(source.phoneOfFrame, source.phones, knownNames(model.names));
  const voiced = Uint8Array.from(source.f0Hz, value => Number(value > 0));
  const conversion = converter.begin({ ...source, context, voiced });
  const synthesizer = createSynthesizer({ sampleRateHz, fftSize, hopSeconds, seed });
  const render = createRenderer(model, {
    sampleRateHz,
    fftSize,
    positions: timeMap(source, model.rhythm, rate),
    f0Hz: source.f0Hz,
  });
  for (let to = 0; to < source.count; ) {
    to = Math.min(source.count, to + blockFrames);
    yield synthesizer.push(render(conversion.convertTo(to), to));
  }
  yield synthesizer.flush();
}
