import { createFrames, type Frames } from '../frames.ts';
import { phoneClass } from '../reading/phones.ts';
import { type Bank, pausePhone, type PhoneNames } from './bank.ts';
import { applyMap, fitRidge, type LinearMap } from './regression.ts';
import { tuning } from './tuning.ts';

/** Predictor: what the person's frame should roughly be, from the reader's frame: a linear map and a correction for each phone. */
export interface Predictor {
  readonly map: LinearMap;
  /** (phone names, width) added after the map. */
  readonly bias: Frames;
}

export function fitPredictor(bank: Bank, names: PhoneNames): Predictor {
  const speech = Array.from(bank.context.phone.keys()).filter(frame => bank.context.phone[frame] !== pausePhone);
  const map = fitRidge({ inputs: bank.source, outputs: bank.target, source: speech.map(frame => bank.sourceOfFrame[frame]), target: speech }, tuning.ridgePenalty);
  const mapped = applyMap(map, bank.source);
  const residual = createFrames(bank.target.count, bank.target.width);
  for (let frame = 0; frame < residual.count; frame++) {
    const from = bank.sourceOfFrame[frame] * mapped.width;
    for (let column = 0; column < residual.width; column++) {
      const at = frame * residual.width + column;
      residual.data[at] = bank.target.data[at] - mapped.data[from + column];
    }
  }
  return { map, bias: phoneBias(bank, residual, names) };
}

export function predict(predictor: Predictor, source: Frames, phone: Uint8Array): Frames {
  const predicted = applyMap(predictor.map, source);
  for (let frame = 0; frame < predicted.count; frame++) {
    const bias = phone[frame] * predicted.width;
    for (let column = 0; column < predicted.width; column++) predicted.data[frame * predicted.width + column] += predictor.bias.data[bias + column];
  }
  return predicted;
}

/** Mean residual of each phone, drawn towards that of its class, which is drawn towards zero. */
function phoneBias(bank: Bank, residual: Frames, names: PhoneNames): Frames {
  const { width } = residual;
  const classes = names.map(phoneClass);
  const byClass = new Map<string, Float64Array>();
  const bias = createFrames(names.length, width);
  for (const name of new Set(classes)) byClass.set(name, shrunkMean(bank, residual, phone => classes[phone] === name, new Float64Array(width)));
  names.forEach((_, phone) => {
    if (phone !== pausePhone) bias.data.set(shrunkMean(bank, residual, other => other === phone, byClass.get(classes[phone])!), phone * width);
  });
  return bias;
}

function shrunkMean(bank: Bank, residual: Frames, included: (phone: number) => boolean, prior: Float64Array): Float64Array {
  const { width } = residual;
  let count = tuning.phoneBiasFrames;
  const sum = prior.map(value => value * count);
  for (let frame = 0; frame < residual.count; frame++) {
    const phone = bank.context.phone[frame];
    if (phone === pausePhone || !included(phone)) continue;
    count++;
    for (let column = 0; column < width; column++) sum[column] += residual.data[frame * width + column];
  }
  return sum.map(value => value / count);
}
