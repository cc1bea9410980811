import { Refusal } from '../../../errors.ts';
import { readTensors, type TensorData, writeTensors } from '../../tensors.ts';
import type { Frames } from './frames.ts';
import type { VoiceModel } from './voice-model.ts';

/** A voice model as bytes and back. Cepstra keep half precision: 0.03 dB at worst, far below what anybody hears. */
export const voiceFormat = 1;

export function encodeVoice(model: VoiceModel): Uint8Array {
  const { kind, bank, predictor, names, bandHz, tractFactor, rhythm, melody } = model;
  return writeTensors({
    metadata: {
      facts: JSON.stringify({
        kind,
        names,
        bandHz,
        tractFactor,
        rhythm,
        melody,
        outputs: bank.target.width,
        bands: bank.aperiodicity.width,
      }),
    },
    tensors: {
      target: new Float16Array(bank.target.data),
      source: new Float16Array(bank.source.data),
      sourceOfFrame: bank.sourceOfFrame,
      aperiodicity: Uint8Array.from(bank.aperiodicity.data, share => Math.round(255 * share)),
      voiced: bank.voiced,
      sourceVoiced: bank.sourceVoiced,
      phone: bank.context.phone,
      previous: bank.context.previous,
      next: bank.context.next,
      position: bank.context.position,
      predictorMean: predictor.mean,
      predictorDeviation: predictor.deviation,
      predictorWeights: predictor.map.weights,
    },
  });
}

export function decodeVoice(data: Uint8Array): VoiceModel {
  const { tensors, metadata } = readTensors(data, 'This voice');
  const { outputs, bands, ...facts } = JSON.parse(metadata.facts ?? '{}');
  const take = (key: string): TensorData => {
    const found = tensors[key];
    if (!found)
      throw new Refusal(
        'voice-corrupt',
        `This voice is damaged: its part "${key}" is missing. Clone the voice again from its recordings.`,
      );
    return found;
  };
  const bytes = (key: string) => take(key) as Uint8Array;
  const frames = (values: Float32Array, width: number): Frames => ({ data: values, count: values.length / width, width });
  const weights = take('predictorWeights') as Float32Array;
  return {
    ...facts,
    bank: {
      target: frames(Float32Array.from(take('target')), outputs),
      source: frames(Float32Array.from(take('source')), outputs),
      sourceOfFrame: take('sourceOfFrame') as Uint16Array,
      aperiodicity: frames(
        Float32Array.from(take('aperiodicity'), share => share / 255),
        bands,
      ),
      voiced: bytes('voiced'),
      sourceVoiced: bytes('sourceVoiced'),
      context: { phone: bytes('phone'), previous: bytes('previous'), next: bytes('next'), position: bytes('position') },
    },
    predictor: {
      mean: take('predictorMean') as Float32Array,
      deviation: take('predictorDeviation') as Float32Array,
      map: { weights, inputs: weights.length / outputs - 1, outputs },
    },
  };
}
