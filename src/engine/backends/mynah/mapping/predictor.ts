import { phoneClass, phoneClasses } from '../../../reading/phones.ts';
import { createFrames, type Frames, meanAndDeviation } from '../frames.ts';
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

/** Frames after the one predicted that the prediction looks at. */
export const predictorReach = Math.max(...frameOffsets) + 1;

/** Writes the predictions of the frames [from, to) of the reader's track into `out` (to - from, width). */
export function predict(
  predictor: Predictor,
  source: Omit<Described, 'mean' | 'deviation' | 'rowOfFrame'>,
  out: Float32Array,
): void {
  out.set(applyMap(predictor.map, describe({ ...source, ...predictor })).data);
}

interface Described {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  readonly names: PhoneNames;
  readonly cepstra: Frames;
  readonly context: PhoneContext;
  /** Frames [from, to) of `context`; all of them when left out. */
  readonly from?: number;
  readonly to?: number;
  /** Row of `cepstra` for each frame of `context`; the same number when left out. */
  readonly rowOfFrame?: ArrayLike<number>;
}

function describe(described: Described): Frames {
  const { mean, deviation, names, cepstra, context, rowOfFrame, from = 0, to = context.phone.length } = described;
  const classes = names.map(name => phoneClasses.indexOf(phoneClass(name)));
  const phonesAt = frameOffsets.length * cepstraUsed;
  const neighboursAt = phonesAt + names.length * columnsPerPhone;
  const result = createFrames(to - from, neighboursAt + 2 * phoneClasses.length);
  for (let frame = from; frame < to; frame++) {
    const out = (frame - from) * result.width;
    const row = rowOfFrame ? rowOfFrame[frame] : frame;
    frameOffsets.forEach((offset, block) => {
      const at = Math.min(cepstra.count - 1, Math.max(0, row + offset)) * cepstra.width;
      for (let column = 0; column < cepstraUsed; column++) {
        result.data[out + block * cepstraUsed + column] = (cepstra.data[at + column] - mean[column]) / deviation[column];
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
