import { createFrames, type Frames, meanAndDeviation } from '../frames.ts';
import { type Bank, type PhoneContext, type PhoneNames, pausePhone } from './bank.ts';
import { createNeighbourSearch, describedWidth, describeFrame } from './neighbours.ts';
import { type Predictor, predict, predictorReach } from './predictor.ts';
import { createSpreadMap } from './spread.ts';
import { tuning } from './tuning.ts';

/**
 * Converter: the reader's frames into the person's, by the weighted mean of the nearest frames of the bank, each moved by the
 * difference between the reader's frame now and the reader's frame then ("transplanted detail"), so that what is spread over many
 * neighbours keeps its articulation. The idea of matching frames to a bank of the person's own is that of Baas, van Niekerk and
 * Kamper 2023, "Voice Conversion With Just Nearest Neighbors", here on cepstra with phone labels in place of learned features.
 */
export interface Converter {
  begin(source: SourceFrames): RunningConversion;
}

export interface SourceFrames {
  readonly cepstra: Frames;
  readonly context: PhoneContext;
  readonly voiced: Uint8Array;
  /** Called before rows are read, up to `frame`. */
  growTo(frame: number): void;
}

export interface RunningConversion {
  /** The next frames, up to `to`: (to - from, width) cepstra and (to - from, bands) aperiodicity. */
  convertTo(to: number): { readonly cepstra: Frames; readonly aperiodicity: Frames };
}

/** How the bank's frames found their source frames: by the words, or by sound alone, which is trusted less. */
export type BankKind = 'aligned' | 'paired';

export function createConverter(bank: Bank, predictor: Predictor, names: PhoneNames, kind: BankKind): Converter {
  const gain = detailGain(bank);
  const findNeighbours = createNeighbourSearch(bank, names);
  const spread = kind === 'paired' ? createSpreadMap(bank) : undefined;
  const { width } = bank.target;
  const bands = bank.aperiodicity.width;
  const wanted = new Float32Array(describedWidth);
  const given = new Float32Array(describedWidth);

  function begin(source: SourceFrames): RunningConversion {
    const { count } = source.cepstra;
    const predicted = createFrames(count, width);
    let predictedTo = 0;
    let done = 0;

    function predictTo(wantedTo: number): void {
      const to = Math.min(count, wantedTo);
      source.growTo(to + predictorReach);
      predict(predictor, { ...source, names, from: predictedTo, to }, predicted.data.subarray(predictedTo * width, to * width));
      predictedTo = to;
    }

    function convertFrame(frame: number, cepstrum: Float32Array, aperiodicity: Float32Array): void {
      describeFrame(predicted, frame, wanted);
      describeFrame(source.cepstra, frame, given);
      const { context, voiced } = source;
      const neighbours = findNeighbours({ wanted, given, context, voiced, frame });
      const now = source.cepstra.data.subarray(frame * width, (frame + 1) * width);
      // In a pause the person's silence is wanted, not the movements of the reader's.
      const isPause = context.phone[frame] === pausePhone;
      for (let k = 0; k < neighbours.count; k++) {
        const j = neighbours.frames[k];
        const weight = neighbours.weights[k];
        const then = bank.sourceOfFrame[j] * width;
        for (let column = 0; column < width; column++) {
          const moved = isPause ? 0 : gain[column] * (now[column] - bank.source.data[then + column]);
          cepstrum[column] += weight * (bank.target.data[j * width + column] + moved);
        }
        for (let band = 0; band < bands; band++) {
          aperiodicity[band] += tuning.noiseShare * weight * bank.aperiodicity.data[j * bands + band];
        }
      }
      if (!spread || isPause) return;
      const general = spread(now, voiced[frame]);
      for (let column = 0; column < width; column++)
        cepstrum[column] += tuning.spreadShare * (general[column] - cepstrum[column]);
    }

    function convertTo(to: number) {
      predictTo(to + tuning.contextFrames);
      const cepstra = createFrames(to - done, width);
      const aperiodicity = createFrames(to - done, bands);
      for (let index = 0; done < to; index++, done++) {
        convertFrame(
          done,
          cepstra.data.subarray(index * width, (index + 1) * width),
          aperiodicity.data.subarray(index * bands, (index + 1) * bands),
        );
      }
      return { cepstra, aperiodicity };
    }

    return { convertTo };
  }

  return { begin };
}

/**
 * (width) How far a movement of the reader's moves the person's: the ratio of their spreads, so that it becomes one of the person's
 * size. Fine detail, which the two do not share, is left behind.
 */
function detailGain(bank: Bank): Float64Array {
  const isSpeech = (frame: number) => bank.context.phone[frame] !== pausePhone;
  const spoken = new Uint8Array(bank.source.count);
  bank.sourceOfFrame.forEach((row, frame) => {
    if (isSpeech(frame)) spoken[row] = 1;
  });
  const target = meanAndDeviation(bank.target, isSpeech).deviation;
  const source = meanAndDeviation(bank.source, row => spoken[row] === 1).deviation;
  return target.map((deviation, column) => (column <= tuning.detailOrder ? (tuning.detail * deviation) / source[column] : 0));
}
