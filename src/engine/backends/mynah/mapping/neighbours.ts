import { phoneClass, phoneClasses } from '../../../reading/phones.ts';
import type { Frames } from '../frames.ts';
import { type Bank, type PhoneContext, type PhoneNames, pausePhone } from './bank.ts';
import { tuning } from './tuning.ts';

/**
 * Nearest frames of a bank, exactly. Half of the distance is between what the person's frame should be and the bank's frames, half
 * between the reader's frame now and then, both over three instants; labels that differ add to it.
 */
export interface Query {
  /** Rows as `describeFrame` writes them: of the prediction, and of the reader. */
  readonly wanted: Float32Array;
  readonly given: Float32Array;
  readonly context: PhoneContext;
  readonly voiced: Uint8Array;
  readonly frame: number;
}

export interface Neighbours {
  readonly count: number;
  /** Frames of the bank, nearest first. */
  readonly frames: Int32Array;
  /** exp(-distance), adding up to 1. */
  readonly weights: Float64Array;
}

const contextParts = 3;
const size = tuning.distanceOrder + 1;
/** Numbers in a described frame. */
export const describedWidth = contextParts * size;

export function createNeighbourSearch(bank: Bank, names: PhoneNames): (query: Query) => Neighbours {
  const classOfPhone = Uint8Array.from(names, name => phoneClasses.indexOf(phoneClass(name)));
  const candidates = candidatesByPhone(bank, classOfPhone);
  const bankTarget = describeAll(bank.target);
  const bankSource = describeAll(bank.source);
  const { phone, previous, next, position } = bank.context;
  const scale = 1 / (2 * tuning.distanceScale);
  const nearest = createNearest(tuning.neighbours);
  // Which query last looked at a frame; what was near a moment ago, moved on by one, is looked at first and prunes the rest.
  const seenBy = new Uint32Array(bank.target.count);
  let queryNumber = 0;

  function consider(query: Query, j: number): void {
    if (seenBy[j] === queryNumber) return;
    seenBy[j] = queryNumber;
    const { context, frame, wanted, given } = query;
    const here = context.position[frame];
    const worst = nearest.worst();
    let distance = (tuning.positionMismatch / 255) * Math.abs(position[j] - here);
    if (phone[j] !== context.phone[frame]) {
      distance += tuning.phoneMismatch * (classOfPhone[phone[j]] === classOfPhone[context.phone[frame]] ? 0.5 : 1);
    }
    if (previous[j] !== context.previous[frame]) distance += (tuning.neighbourPhoneMismatch * (255 - here)) / 255;
    if (next[j] !== context.next[frame]) distance += (tuning.neighbourPhoneMismatch * here) / 255;
    if (bank.voiced[j] !== query.voiced[frame]) distance += tuning.voicingMismatch;
    if (distance >= worst) return;
    distance += scale * euclidean(wanted, bankTarget, j * describedWidth);
    if (distance >= worst) return;
    distance += scale * euclidean(given, bankSource, bank.sourceOfFrame[j] * describedWidth);
    if (distance < worst) nearest.add(j, distance);
  }

  return query => {
    queryNumber++;
    const before = nearest.result();
    nearest.clear();
    for (let k = 0; k < before.count; k++) {
      const j = before.frames[k] + 1;
      if (j < bank.target.count && classOfPhone[phone[j]] === classOfPhone[query.context.phone[query.frame]]) consider(query, j);
    }
    for (const j of candidates[query.context.phone[query.frame]]) consider(query, j);
    return nearest.result();
  };
}

/** Writes c0..c16 at t-5, t and t+5 frames, scaled so that the distance of two rows is that of one frame. */
export function describeFrame(frames: Frames, frame: number, out: Float32Array, offset = 0): void {
  const scale = 1 / Math.sqrt(contextParts);
  for (let part = 0; part < contextParts; part++) {
    const at = Math.min(frames.count - 1, Math.max(0, frame + (part - 1) * tuning.contextFrames)) * frames.width;
    out[offset + part * size] = scale * tuning.levelWeight * frames.data[at];
    for (let column = 1; column < size; column++) out[offset + part * size + column] = scale * frames.data[at + column];
  }
}

function describeAll(frames: Frames): Float32Array {
  const all = new Float32Array(frames.count * describedWidth);
  for (let frame = 0; frame < frames.count; frame++) describeFrame(frames, frame, all, frame * describedWidth);
  return all;
}

function euclidean(query: Float32Array, rows: Float32Array, offset: number): number {
  let sum = 0;
  for (let column = 0; column < describedWidth; column++) {
    const difference = query[column] - rows[offset + column];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** 30 s. */
const littleSpeechFrames = 6000;

/**
 * For each phone its own frames, then those of its class, then all other speech: the likeliest first, so that the rest is pruned.
 * Where little was heard, a like frame of another class is nearer than an unlike one of its own: with 5 s of reference, looking in
 * the class alone costs 0.1 to 1.5 dB. With a lot, it is enough. A pause looks among pauses.
 */
function candidatesByPhone(bank: Bank, classOfPhone: Uint8Array): Int32Array[] {
  const enough = 4 * tuning.neighbours;
  const { phone } = bank.context;
  const frames = Array.from(phone.keys());
  const speech = frames.filter(frame => phone[frame] !== pausePhone);
  return Array.from(classOfPhone, (ownClass, own) => {
    const ofClass = frames.filter(frame => classOfPhone[phone[frame]] === ownClass);
    const others = speech.filter(frame => classOfPhone[phone[frame]] !== ownClass);
    if (own === pausePhone && ofClass.length >= enough) return Int32Array.from(ofClass);
    return Int32Array.from([
      ...ofClass.filter(frame => phone[frame] === own),
      ...ofClass.filter(frame => phone[frame] !== own),
      ...(ofClass.length < enough || speech.length < littleSpeechFrames ? others : []),
    ]);
  });
}

/** The k smallest distances seen. */
function createNearest(capacity: number) {
  const frames = new Int32Array(capacity);
  const distance = new Float64Array(capacity);
  const weights = new Float64Array(capacity);
  let used = 0;
  return {
    clear: () => {
      used = 0;
    },
    worst: () => (used < capacity ? Infinity : distance[used - 1]),
    add(candidate: number, value: number) {
      let slot = used < capacity ? used++ : capacity - 1;
      for (; slot > 0 && distance[slot - 1] > value; slot--) {
        distance[slot] = distance[slot - 1];
        frames[slot] = frames[slot - 1];
      }
      distance[slot] = value;
      frames[slot] = candidate;
    },
    /** The arrays are used again by the next search. */
    result(): Neighbours {
      let sum = 0;
      for (let k = 0; k < used; k++) {
        weights[k] = Math.exp(distance[0] - distance[k]);
        sum += weights[k];
      }
      for (let k = 0; k < used; k++) weights[k] /= sum;
      return { count: used, frames: frames.slice(0, used), weights };
    },
  };
}
