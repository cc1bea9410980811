import { createFrames, type Frames, meanAndDeviation } from '../frames.ts';
import { phoneClass, phoneClasses } from '../reading/phones.ts';
import { type Bank, type PhoneContext, type PhoneNames, pausePhone } from './bank.ts';
import { applyMap, fitRidge, type LinearMap } from './regression.ts';
import { tuning } from './tuning.ts';

/**
 * Predictor: what the person's frame should roughly be, by ridge regression from the reader's frames around it, the phone, the place
 * in the phone and the classes of its neighbours. It generalises where the bank has no like sound.
 */
export interface Predictor {
  /** (width) of the reader, for scaling. */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  readonly map: LinearMap;
}

const frameOffsets = [-8, -4, 0, 4, 8] as const;
const cepstraUsed = 20;
/** A phone's own level, slope and bend. */
const columnsPerPhone = 3;
/** How strongly a label counts beside a cepstrum of unit spread. */
const labelScale = 1.5;

export function fitPredictor(bank: Bank, names: PhoneNames): Predictor {
  const speech = Array.from(bank.context.phone.keys()).filter(frame => bank.context.phone[frame] !== pausePhone);
  const statistics = meanAndDeviation(bank.source, () => true);
  const scaling = { mean: Float32Array.from(statistics.mean), deviation: Float32Array.from(statistics.deviation) };
  const inputs = describe({ ...scaling, names, cepstra: bank.source, context: bank.context, rowOfFrame: bank.sourceOfFrame });
  const map = fitRidge({ inputs, outputs: bank.target, source: speech, target: speech }, tuning.regressionPenalty);
  return { ...scaling, map };
}

/** (frames, width) prediction for each frame of the reader's track. */
export function predict(predictor: Predictor, names: PhoneNames, cepstra: Frames, context: PhoneContext): Frames {
  return applyMap(predictor.map, describe({ ...predictor, names, cepstra, context }));
}

interface Described {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  readonly names: PhoneNames;
  readonly cepstra: Frames;
  readonly context: PhoneContext;
  /** Row of `cepstra` for each frame of `context`; the same number when left out. */
  readonly rowOfFrame?: ArrayLike<number>;
}

function describe({ mean, deviation, names, cepstra, context, rowOfFrame }: Described): Frames {
  const classes = names.map(name => phoneClasses.indexOf(phoneClass(name)));
  const phonesAt = frameOffsets.length * cepstraUsed;
  const neighboursAt = phonesAt + names.length * columnsPerPhone;
  const result = createFrames(context.phone.length, neighboursAt + 2 * phoneClasses.length);
  for (let frame = 0; frame < result.count; frame++) {
    const out = frame * result.width;
    const row = rowOfFrame ? rowOfFrame[frame] : frame;
    frameOffsets.forEach((offset, block) => {
      const from = Math.min(cepstra.count - 1, Math.max(0, row + offset)) * cepstra.width;
      for (let column = 0; column < cepstraUsed; column++) {
        result.data[out + block * cepstraUsed + column] = (cepstra.data[from + column] - mean[column]) / deviation[column];
      }
    });
    const position = context.position[frame] / 255;
    const phone = out + phonesAt + context.phone[frame] * columnsPerPhone;
    result.data[phone] = labelScale;
    result.data[phone + 1] = 2 * labelScale * (position - 0.5);
    result.data[phone + 2] = 4 * Math.abs(position - 0.5) - 1;
    result.data[out + neighboursAt + classes[context.previous[frame]]] = labelScale * (1 - position);
    result.data[out + neighboursAt + phoneClasses.length + classes[context.next[frame]]] = labelScale * position;
  }
  return result;
}
