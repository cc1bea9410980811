import { createFrames, type Frames, meanAndDeviation } from '../frames.ts';
import { phoneClass, phoneClasses } from '../reading/phones.ts';
import { type Bank, type PhoneContext, type PhoneNames, pausePhone } from './bank.ts';
import { type Predictor, predict } from './predictor.ts';
import { tuning } from './tuning.ts';

/**
 * Converter: the reader's frames into the person's, by the weighted mean of the nearest frames of the bank, each moved by the
 * difference between the reader's frame now and the reader's frame then ("transplanted detail"), so that what is spread over many
 * neighbours keeps its articulation. The idea of matching frames to a bank of the person's own is that of Baas, van Niekerk and
 * Kamper 2023, "Voice Conversion With Just Nearest Neighbors", here on cepstra with phone labels in place of learned features.
 */
export interface Conversion {
  readonly cepstra: Frames;
  readonly aperiodicity: Frames;
}

export interface SourceFrames {
  readonly cepstra: Frames;
  readonly context: PhoneContext;
  readonly voiced: Uint8Array;
}

export interface Converter {
  /** Frames [from, to) of `source`; neighbours outside the range are looked at too. */
  convert(source: PreparedSource, from: number, to: number): Conversion;
  prepare(source: SourceFrames): PreparedSource;
}

export interface PreparedSource extends SourceFrames {
  readonly predicted: Frames;
}

export function createConverter(bank: Bank, predictor: Predictor, names: PhoneNames): Converter {
  const classOfPhone = Uint8Array.from(names, name => phoneClasses.indexOf(phoneClass(name)));
  const size = tuning.distanceOrder + 1;
  const isSpeech = (frame: number) => bank.context.phone[frame] !== pausePhone;
  const gain = detailGain(bank, isSpeech);
  const bankTarget = describe(bank.target, size);
  const bankSource = describe(bank.source, size);
  const candidates = candidatesByPhone(bank, names, classOfPhone);
  const { width } = bank.target;
  const bands = bank.aperiodicity.width;
  const nearest = createNearest(tuning.neighbours);

  function search(source: PreparedSource, frame: number, wanted: Float32Array, given: Float32Array): void {
    const { phone, previous, next, position } = source.context;
    const scale = 1 / (2 * tuning.distanceScale);
    const span = wanted.length;
    nearest.clear();
    for (const j of candidates[phone[frame]]) {
      let penalty =
        bank.context.phone[j] === phone[frame]
          ? 0
          : tuning.phoneMismatch * (classOfPhone[bank.context.phone[j]] === classOfPhone[phone[frame]] ? 0.5 : 1);
      penalty += (tuning.positionMismatch / 255) * Math.abs(bank.context.position[j] - position[frame]);
      if (bank.context.previous[j] !== previous[frame])
        penalty += (tuning.neighbourPhoneMismatch * (255 - position[frame])) / 255;
      if (bank.context.next[j] !== next[frame]) penalty += (tuning.neighbourPhoneMismatch * position[frame]) / 255;
      if (bank.voiced[j] !== source.voiced[frame]) penalty += tuning.voicingMismatch;
      const worst = nearest.worst();
      if (penalty >= worst) continue;
      let a = 0;
      let b = 0;
      const offset = j * span;
      const sourceOffset = bank.sourceOfFrame[j] * span;
      for (let column = 0; column < span; column++) {
        const x = wanted[column] - bankTarget[offset + column];
        const y = given[column] - bankSource[sourceOffset + column];
        a += x * x;
        b += y * y;
      }
      const distance = penalty + scale * (Math.sqrt(a) + Math.sqrt(b));
      if (distance < worst) nearest.add(j, distance);
    }
  }

  function convert(source: PreparedSource, from: number, to: number): Conversion {
    const cepstra = createFrames(to - from, width);
    const aperiodicity = createFrames(to - from, bands);
    const wanted = new Float32Array(3 * size);
    const given = new Float32Array(3 * size);
    for (let frame = from; frame < to; frame++) {
      describeFrame(source.predicted, frame, size, wanted, 0);
      describeFrame(source.cepstra, frame, size, given, 0);
      search(source, frame, wanted, given);
      const isPause = source.context.phone[frame] === pausePhone;
      const detail = isPause ? 0 : tuning.detail;
      const regression = isPause ? 0 : tuning.regressionShare;
      const out = (frame - from) * width;
      for (let column = 0; column < width; column++)
        cepstra.data[out + column] = regression * source.predicted.data[frame * width + column];
      const weights = nearest.weights();
      for (let k = 0; k < nearest.count(); k++) {
        const j = nearest.at(k);
        const weight = weights[k];
        const then = bank.sourceOfFrame[j] * width;
        for (let column = 0; column < width; column++) {
          const moved = detail * gain[column] * (source.cepstra.data[frame * width + column] - bank.source.data[then + column]);
          cepstra.data[out + column] += (1 - regression) * weight * (bank.target.data[j * width + column] + moved);
        }
        for (let band = 0; band < bands; band++)
          aperiodicity.data[(frame - from) * bands + band] += weight * bank.aperiodicity.data[j * bands + band];
      }
    }
    return { cepstra, aperiodicity };
  }

  return { convert, prepare: source => ({ ...source, predicted: predict(predictor, names, source.cepstra, source.context) }) };
}

/** Ratio of spreads, so that a movement of the reader becomes one of the person's size. */
function detailGain(bank: Bank, isSpeech: (frame: number) => boolean): Float64Array {
  const spoken = new Uint8Array(bank.source.count);
  bank.sourceOfFrame.forEach((row, frame) => {
    if (isSpeech(frame)) spoken[row] = 1;
  });
  const target = meanAndDeviation(bank.target, isSpeech).deviation;
  const source = meanAndDeviation(bank.source, row => spoken[row] === 1).deviation;
  return target.map((deviation, column) => deviation / source[column]);
}

/** Rows of c0..c(size-1) at t-5, t and t+5 frames, scaled so that their distance is that of one frame. */
function describe(frames: Frames, size: number): Float32Array {
  const all = new Float32Array(frames.count * 3 * size);
  for (let frame = 0; frame < frames.count; frame++) describeFrame(frames, frame, size, all, frame * 3 * size);
  return all;
}

function describeFrame(frames: Frames, frame: number, size: number, out: Float32Array, offset: number): void {
  const scale = 1 / Math.sqrt(3);
  for (let part = 0; part < 3; part++) {
    const at = Math.min(frames.count - 1, Math.max(0, frame + (part - 1) * tuning.contextFrames)) * frames.width;
    out[offset + part * size] = scale * tuning.levelWeight * frames.data[at];
    for (let column = 1; column < size; column++) out[offset + part * size + column] = scale * frames.data[at + column];
  }
}

/** For each phone the frames of its class; where those are few, all of speech. A pause looks among pauses. */
function candidatesByPhone(bank: Bank, names: PhoneNames, classOfPhone: Uint8Array): Int32Array[] {
  const enough = 4 * tuning.neighbours;
  const frames = Array.from(bank.context.phone.keys());
  return names.map((_, phone) => {
    const ofClass = frames.filter(frame => classOfPhone[bank.context.phone[frame]] === classOfPhone[phone]);
    const chosen = ofClass.length >= enough ? ofClass : frames.filter(frame => bank.context.phone[frame] !== pausePhone);
    return Int32Array.from(chosen);
  });
}

/** The k smallest distances seen. */
function createNearest(capacity: number) {
  const index = new Int32Array(capacity);
  const distance = new Float64Array(capacity);
  const share = new Float64Array(capacity);
  let used = 0;
  return {
    clear: () => {
      used = 0;
    },
    count: () => used,
    at: (k: number) => index[k],
    worst: () => (used < capacity ? Infinity : distance[used - 1]),
    add(candidate: number, value: number) {
      let slot = used < capacity ? used++ : capacity - 1;
      for (; slot > 0 && distance[slot - 1] > value; slot--) {
        distance[slot] = distance[slot - 1];
        index[slot] = index[slot - 1];
      }
      distance[slot] = value;
      index[slot] = candidate;
    },
    /** exp(-distance), adding up to 1. */
    weights(): Float64Array {
      let sum = 0;
      for (let k = 0; k < used; k++) sum += share[k] = Math.exp(distance[0] - distance[k]);
      for (let k = 0; k < used; k++) share[k] /= sum;
      return share;
    },
  };
}
