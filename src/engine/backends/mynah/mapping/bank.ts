import { type Phone, phoneClass } from '../../../reading/phones.ts';
import type { Alignment } from '../alignment/ladder.ts';
import { type Frames, stack } from '../frames.ts';
import type { Track, Utterance } from '../track.ts';

/** Bank: every frame that the person was heard to say, and the frame of the source reading that says the same. */
export interface Bank {
  /** (count, width) the person's cepstra, dB. */
  readonly target: Frames;
  /** (count, bands) of the person. */
  readonly aperiodicity: Frames;
  /** (count) 1 where the person's frame is voiced. */
  readonly voiced: Uint8Array;
  readonly context: PhoneContext;
  /** (readings, width) the reader's cepstra, all readings end to end. */
  readonly source: Frames;
  readonly sourceVoiced: Uint8Array;
  /** (count) row of `source`. */
  readonly sourceOfFrame: Uint16Array;
}

/** Where in which phone a frame is; phones are numbered by `phoneNames`. */
export interface PhoneContext {
  readonly phone: Uint8Array;
  readonly previous: Uint8Array;
  readonly next: Uint8Array;
  /** 0 at the start of the phone to 255 at its end. */
  readonly position: Uint8Array;
}

/** Phone names by number; 0 is the pause. Grows while references are enrolled, then stays. */
export type PhoneNames = string[];

export const pausePhone = 0;

export function buildBank(utterances: readonly Utterance[], alignments: readonly Alignment[], names: PhoneNames): Bank {
  const target = stack(utterances.map(utterance => utterance.target.cepstra));
  const source = stack(utterances.map(utterance => utterance.source.cepstra));
  const context = createContext(target.count);
  const sourceOfFrame = new Uint16Array(target.count);
  let offset = 0;
  let sourceOffset = 0;
  utterances.forEach((utterance, index) => {
    const alignment = alignments[index];
    const labels = alignedContext(utterance, alignment, names);
    for (const key of contextKeys) context[key].set(labels[key], offset);
    sourceOfFrame.set(
      alignment.sourceOfFrame.map(frame => frame + sourceOffset),
      offset,
    );
    offset += utterance.target.count;
    sourceOffset += utterance.source.count;
  });
  return {
    target,
    aperiodicity: stack(utterances.map(utterance => utterance.target.aperiodicity)),
    voiced: voicing(utterances.map(utterance => utterance.target)),
    context,
    source,
    sourceVoiced: voicing(utterances.map(utterance => utterance.source)),
    sourceOfFrame,
  };
}

/** (frames of all tracks) 1 where voiced. */
export function voicing(tracks: readonly Track[]): Uint8Array {
  return Uint8Array.from(tracks.flatMap(track => Array.from(track.f0Hz, value => Number(value > 0))));
}

export const contextKeys = ['phone', 'previous', 'next', 'position'] as const;

function createContext(count: number): PhoneContext {
  return {
    phone: new Uint8Array(count),
    previous: new Uint8Array(count),
    next: new Uint8Array(count),
    position: new Uint8Array(count),
  };
}

/** Of the person's frames. One that was paired with a like sound has the surroundings of that sound. */
function alignedContext({ source }: Utterance, alignment: Alignment, names: PhoneNames): PhoneContext {
  if (alignment.kind === 'aligned') return contextOf(alignment.phoneOfFrame, source.phones, learnNames(names));
  const read = contextOf(source.phoneOfFrame, source.phones, learnNames(names));
  const context = createContext(alignment.phoneOfFrame.length);
  alignment.phoneOfFrame.forEach((phone, frame) => {
    if (phone >= 0) for (const key of contextKeys) context[key][frame] = read[key][alignment.sourceOfFrame[frame]];
  });
  return context;
}

/** `phoneOfFrame` numbers `phones`; -1 is a pause. */
export function contextOf(phoneOfFrame: Int16Array, phones: readonly Phone[], numberOf: (ipa: string) => number): PhoneContext {
  const context = createContext(phoneOfFrame.length);
  const numbers = phones.map(({ ipa }) => numberOf(ipa));
  for (let start = 0; start < phoneOfFrame.length; ) {
    let end = start + 1;
    while (end < phoneOfFrame.length && phoneOfFrame[end] === phoneOfFrame[start]) end++;
    const index = phoneOfFrame[start];
    for (let frame = start; frame < end; frame++) {
      context.phone[frame] = index < 0 ? pausePhone : numbers[index];
      context.previous[frame] = index < 0 ? pausePhone : (numbers[index - 1] ?? pausePhone);
      context.next[frame] = index < 0 ? pausePhone : (numbers[index + 1] ?? pausePhone);
      context.position[frame] = Math.round((255 * (frame - start + 0.5)) / (end - start));
    }
    start = end;
  }
  return context;
}

/** Numbers phones and learns new names as they come. A number is one byte; 255 names are more than any language has. */
export function learnNames(names: PhoneNames): (ipa: string) => number {
  return ipa => {
    const found = names.indexOf(ipa);
    if (found >= 0) return found;
    return names.length < 255 ? names.push(ipa) - 1 : likePhone(names, ipa);
  };
}

/** Numbers phones by names that are fixed; a phone that the person was never heard to say gets the number of the likest one. */
export function knownNames(names: PhoneNames): (ipa: string) => number {
  return ipa => {
    const found = names.indexOf(ipa);
    return found >= 0 ? found : likePhone(names, ipa);
  };
}

/** Same class, if possible with a symbol in common ("ɔɪ" and "ɔ"); else the class but for the voice; else any sound rather than a pause. */
function likePhone(names: PhoneNames, ipa: string): number {
  const ofClass = (name: string) => phoneClass(name) === phoneClass(ipa);
  const manner = (name: string) => phoneClass(name).replace('voiced-', '');
  const ofManner = (name: string) => manner(name) === manner(ipa);
  const shares = (name: string) => [...name].some(symbol => ipa.includes(symbol));
  const tests = [(name: string) => ofClass(name) && shares(name), ofClass, ofManner, shares, (name: string) => name !== ''];
  for (const test of tests) {
    const found = names.findIndex(test);
    if (found >= 0) return found;
  }
  return pausePhone;
}
